"""Names that lead out of the order's folder, or to what is no file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.hostile.order_cases.case import FOX, OWL, PNG, SECRET, Case, Finding, Line

KIND = "paths"


def _named(name: str, text: str, problem: str = "design-outside", *, design: str | None = None) -> Case:
    """Return an order of a design called `text`, for which there must be no artwork."""

    def make(shop: Path) -> Path:
        path = shop / "orders.csv"
        named = text.replace("{outside}", str(shop.parent / SECRET)).replace('"', '""')
        path.write_bytes(f'design,qty\n"{named}",1\nowl,1\n'.encode())
        return path

    line: Line = (text if design is None else design, 1, None)
    many = (2, 1) if "{outside}" in text else None
    return Case(KIND, name, make, (line, OWL), ((problem, 2),), many)


def _links(
    name: str,
    make: Callable[[Path], None],
    lines: tuple[Line, ...] = (),
    problems: tuple[Finding, ...] = (),
    *,
    ordered: str = ".",
) -> Case:
    """Return a folder with links or pipes in it, or what is `ordered` in it."""

    def made(shop: Path) -> Path:
        make(shop)
        return shop / ordered

    return Case("links", name, made, lines, problems, posix=True)


def _order(shop: Path, *designs: str) -> None:
    (shop / "orders.csv").write_text("design,qty\n" + "".join(f"{design},1\n" for design in designs))


def _link_out(shop: Path) -> None:
    (shop / "out.png").symlink_to(shop.parent / SECRET)
    _order(shop, "out", "owl")


def _folder_out(shop: Path) -> None:
    (shop / "out").symlink_to(shop.parent, target_is_directory=True)
    _order(shop, "out/secret.png", "secret", "owl")


def _loop(shop: Path) -> None:
    (shop / "loop").symlink_to(shop, target_is_directory=True)
    (shop / "a").mkdir()
    (shop / "a" / "up").symlink_to(shop, target_is_directory=True)
    _order(shop, "fox", "loop/owl")


def _itself(shop: Path) -> None:
    (shop / "orders.csv").symlink_to("orders.csv")


def _device(shop: Path) -> None:
    (shop / "zero.png").symlink_to("/dev/zero")
    _order(shop, "zero", "owl")


def _order_outside(shop: Path) -> None:
    (shop.parent / "orders.csv").write_text("design,qty\nfox,9\n")
    (shop / "orders.csv").symlink_to(shop.parent / "orders.csv")


def _order_of_endless_bytes(shop: Path) -> None:
    (shop / "orders.csv").symlink_to("/dev/zero")


def _pipe(shop: Path) -> None:
    os.mkfifo(shop / "orders.csv")


def _pipe_as_artwork(shop: Path) -> None:
    os.mkfifo(shop / "pipe.png")
    _order(shop, "pipe", "owl")


def _pipe_among_artwork(shop: Path) -> None:
    os.mkfifo(shop / "pipe.png")


def _deep(shop: Path) -> None:
    folder = shop
    for _ in range(100):
        folder /= "deeper"
    folder.mkdir(parents=True)
    (folder / "deep.png").write_bytes(PNG)
    _order(shop, "deep")


def _odd_names(shop: Path) -> None:
    for name in ("new\nline.png", "esc\x1b[2J.png", "\u202egnp.png"):
        (shop / name).write_bytes(PNG)


def _same_names(shop: Path) -> None:
    for name in ("a", "b"):
        (shop / name).mkdir()
        (shop / name / "cat.png").write_bytes(PNG + name.encode())
    _order(shop, "cat")


NAMES = (
    _named("up", "../secret.png"),
    _named("up by the other slash", "..\\secret.png"),
    _named("down and up", "sub/../../secret.png"),
    _named("up and down again", "../shop/../secret.png"),
    _named("up alone", ".."),
    _named("from the root", "/etc/passwd"),
    _named("from the other root", "\\secret.png"),
    _named("the whole path", "{outside}"),
    _named("on a drive", "C:\\art\\secret.png"),
    _named("on a drive, from where it stands", "C:secret.png", "design-missing"),
    _named("on a share", "\\\\server\\share\\secret.png"),
    _named("on a share by the other slash", "//server/share/secret.png"),
    _named("past the parser", "\\\\?\\C:\\secret.png"),
    _named("a device's path", "\\\\.\\PhysicalDrive0"),
    _named("a device", "CON", "design-missing"),
    _named("a device with an extension", "NUL.png", "design-missing"),
    _named("a device in superscript", "COM\u00b9.png", "design-missing"),
    _named("a printer", "LPT1", "design-missing"),
    _named("a second stream", "fox.png:x", "design-missing"),
    _named("the first stream", "fox.png::$DATA", "design-missing"),
    _named("a folder's stream", "shop:$I30:$INDEX_ALLOCATION", "design-missing"),
    _named("a dot behind it", "fox.png.", "design-missing"),
    _named("a space and a dot behind it", "fox.png .", "design-missing"),
    _named("an address", "https://example.com/fox.png", "design-missing"),
    _named("a file's address", "file:///etc/passwd", "design-missing"),
    _named("at home", "~/secret.png", "design-missing"),
    _named("a variable", "$HOME/secret.png", "design-missing"),
    _named("a variable of the other kind", "%USERPROFILE%\\secret.png", "design-missing"),
    _named("any file", "*.png", "design-missing"),
    _named("slashes alone", "////"),
    _named("dots alone", "./././.", "design-missing"),
    _named("100 steps up", "../" * 100 + "etc/passwd"),
    _named("200 folders", "a/" * 200 + "fox.png", "design-missing"),
    _named("slashes in other letters", "..\u2215secret.png", "design-missing"),
    _named("up, encoded", "..%2fsecret.png", "design-missing"),
    _named("up, as markup", "..&#47;secret.png", "design-missing"),
)

LINKS = (
    _links(
        "a picture that lies outside",
        _link_out,
        (("out", 1, None), OWL),
        (("design-missing", 2),),
        ordered="orders.csv",
    ),
    _links(
        "a folder that lies outside",
        _folder_out,
        (("out/secret.png", 1, None), ("secret", 1, None), OWL),
        (("design-missing", 2), ("design-missing", 3)),
        ordered="orders.csv",
    ),
    _links(
        "folders in a ring",
        _loop,
        (FOX, ("loop/owl", 1, None)),
        (("design-missing", 3),),
        ordered="orders.csv",
    ),
    _links("a file that is itself", _itself, (), (("unreadable", None),), ordered="orders.csv"),
    _links(
        "a picture without an end",
        _device,
        (("zero", 1, None), OWL),
        (("design-missing", 2),),
        ordered="orders.csv",
    ),
    _links(
        "an order without an end", _order_of_endless_bytes, (), (("unreadable", None),), ordered="orders.csv"
    ),
    _links("a folder's order that lies outside", _order_outside, (), (("unreadable", None),)),
    _links("a folder's order without an end", _order_of_endless_bytes, (), (("unreadable", None),)),
    _links("a pipe as an order", _pipe, (), (("unreadable", None),), ordered="orders.csv"),
    _links(
        "a pipe as artwork",
        _pipe_as_artwork,
        (("pipe", 1, None), OWL),
        (("design-missing", 2),),
        ordered="orders.csv",
    ),
    _links(
        "a pipe among artwork",
        _pipe_among_artwork,
        (("fox.png", 1, "fox.png"), ("owl.png", 1, "owl.png")),
        (("not-printed", None),),
    ),
    _links("100 folders deep", _deep, (("deep", 1, "deeper/" * 100 + "deep.png"),), ordered="orders.csv"),
    _links(
        "names that a screen obeys",
        _odd_names,
        tuple((name, 1, name) for name in ("fox.png", "new\nline.png", "owl.png", "\u202egnp.png")),
        (("bad-name", None),),
    ),
    _links("two cats", _same_names, (("cat", 1, None),), (("design-ambiguous", 2),), ordered="orders.csv"),
    _links("nothing there", lambda shop: None, (), (("unreadable", None),), ordered="orders.csv"),
)

CASES: tuple[Case, ...] = (*NAMES, *LINKS)
