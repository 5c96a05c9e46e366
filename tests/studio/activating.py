"""Windows that have the keyboard."""

SECONDS = 30


def activate(qtbot, window):
    """Give `window` the keyboard: a screen without a window manager is deaf to that until the window is up."""

    def has_it():
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(has_it, timeout=SECONDS * 1000)
