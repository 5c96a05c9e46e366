"""What Windows shows of a program under Properties, Details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio import __version__

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

_ENGLISH_UNICODE: Final = (0x0409, 1200)  # language and code page


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as the four numbers that Windows compares: 1.2.3 is 1.2.3.0."""
    numbers = [int(number) for number in version.split(".")]
    major, minor, patch, build = (*numbers, 0, 0, 0, 0)[:4]
    return major, minor, patch, build


def version_info(program: str) -> VSVersionInfo:
    """Return the version resource of `program`, a name without its suffix."""
    from PyInstaller.utils.win32.versioninfo import (  # can be had on Windows alone
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    numbers = four_numbers(__version__)
    language, code_page = _ENGLISH_UNICODE
    texts = {
        "CompanyName": "Gangsheet Studio",
        "FileDescription": "Gangsheet Studio",
        "FileVersion": __version__,
        "InternalName": program,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "Gangsheet Studio",
        "ProductVersion": __version__,
    }
    table = StringTable(f"{language:04x}{code_page:04x}", [StringStruct(*pair) for pair in texts.items()])
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [language, code_page])])],
    )
