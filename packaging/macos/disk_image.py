"""The disk image for macOS: the application beside a link to where applications go.

It is signed and notarised where the environment says by whom:

    GANGSHEET_SIGN_IDENTITY     the certificate “Developer ID Application” in the keychain
    GANGSHEET_NOTARY_PROFILE    what `xcrun notarytool store-credentials` kept
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bundle import BUILD, make_bundle
from contents import licences

if TYPE_CHECKING:
    from release import Release

APPLICATION: Final = "Gangsheet Studio.app"
_ENTITLEMENTS: Final = Path(__file__).with_name("entitlements.plist")


def build_installer(release: Release, dist: Path) -> tuple[Path, Path]:
    """Build the disk image; return it, and the folder of the libraries that are in it."""
    make_bundle()
    application = BUILD / APPLICATION
    libraries = application / "Contents" / "Frameworks"
    identity = os.environ.get("GANGSHEET_SIGN_IDENTITY")
    profile = os.environ.get("GANGSHEET_NOTARY_PROFILE")
    if identity:
        sign(application, identity)
    image = dist / f"GangsheetStudio-{release.version}-{platform.machine()}.dmg"
    make_image(application, licences(libraries), image)
    if identity and profile:
        notarise(image, identity, profile)
    return image, libraries


def sign(application: Path, identity: str) -> None:
    """Sign every library, then the application around them (Apple, “Code Signing Tasks”)."""
    binaries = [
        path for path in application.rglob("*") if path.suffix in (".so", ".dylib") and not path.is_symlink()
    ]
    command = ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign", identity]
    for binary in binaries:
        subprocess.run([*command, str(binary)], check=True)
    subprocess.run([*command, "--entitlements", str(_ENTITLEMENTS), str(application)], check=True)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(application)], check=True)


def make_image(application: Path, licence_texts: str, image: Path) -> None:
    """Write a compressed disk image that shows the application and where to drag it."""
    shown = BUILD / "image"
    shutil.rmtree(shown, ignore_errors=True)
    shown.mkdir(parents=True)
    subprocess.run(["ditto", str(application), str(shown / APPLICATION)], check=True)
    (shown / "Applications").symlink_to("/Applications")
    (shown / "Licences.txt").write_text(licence_texts, encoding="utf-8")
    command = [
        "hdiutil",
        "create",
        "-volname",
        "Gangsheet Studio",
        "-srcfolder",
        str(shown),
        "-format",
        "UDZO",
    ]
    subprocess.run([*command, "-ov", str(image)], check=True)


def notarise(image: Path, identity: str, profile: str) -> None:
    """Have Apple look at the image, and fasten its word to it."""
    subprocess.run(["codesign", "--force", "--timestamp", "--sign", identity, str(image)], check=True)
    submit = ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"]
    subprocess.run(submit, check=True)
    subprocess.run(["xcrun", "stapler", "staple", str(image)], check=True)
