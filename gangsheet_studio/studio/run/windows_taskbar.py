"""Progress on a window's button in the Windows taskbar, by ITaskbarList3 of the Windows shell."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import HRESULT, POINTER, WINFUNCTYPE, byref, c_int, c_ulonglong, c_void_p, wintypes
    from typing import Final
    from uuid import UUID

    _CLASS: Final = UUID("56FDF344-FD6D-11D0-958A-006097C9A090")
    _INTERFACE: Final = UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
    _IN_PROCESS: Final = 1
    _INIT, _SET_VALUE, _SET_STATE = 3, 9, 10  # places in the interface's table
    _NONE, _NORMAL = 0, 2

    class WindowsTaskbar:
        """Shows nothing where the shell has no taskbar."""

        def __init__(self, window: int, steps: int) -> None:
            self._window, self._steps = window, steps
            self._shown: int | None = None
            self._list = c_void_p()
            made = ctypes.oledll.ole32.CoCreateInstance
            try:
                made(_guid(_CLASS), None, _IN_PROCESS, _guid(_INTERFACE), byref(self._list))
                self._call(_INIT)
            except OSError:
                self._list = c_void_p()

        def show(self, share: float | None) -> None:
            """Fill the button by `share`, or empty it."""
            value = None if share is None else round(share * self._steps)
            if not self._list or value == self._shown:
                return
            self._shown = value
            try:
                self._call(
                    _SET_STATE, (wintypes.HWND, self._window), (c_int, _NONE if value is None else _NORMAL)
                )
                if value is not None:
                    steps = (c_ulonglong, value), (c_ulonglong, self._steps)
                    self._call(_SET_VALUE, (wintypes.HWND, self._window), *steps)
            except OSError:
                self._list = c_void_p()  # the shell was restarted: the run goes on without

        def _call(self, place: int, *arguments: tuple[type, int]) -> None:
            """Call the interface's function at `place`; OSError where it fails."""
            table = ctypes.cast(self._list, POINTER(POINTER(c_void_p))).contents
            kinds = [kind for kind, _ in arguments]
            function = WINFUNCTYPE(HRESULT, c_void_p, *kinds)(table[place])
            function(self._list, *(value for _, value in arguments))

    def _guid(name: UUID) -> ctypes.Array[ctypes.c_char]:
        return ctypes.create_string_buffer(name.bytes_le, 16)
