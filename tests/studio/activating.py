"""Windows that have the keyboard."""

SECONDS = 30


def activate(qtbot, window):
    """Give `window` the keyboard; without a window manager a screen is deaf to that until it is up."""

    def has_it():
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(has_it, timeout=SECONDS * 1000)
