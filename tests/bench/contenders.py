"""The same layout by other means: `python -m tests.bench.contenders vips|pillow MANIFEST ARTWORK OUT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def by_vips(manifest: dict, artwork: Path, out: Path) -> None:
    """One chain of `insert` a part, saved with compression 1."""
    import pyvips

    for part in manifest["parts"]:
        sheet = pyvips.Image.black(part["width_px"], part["height_px"], bands=4)
        sheet = sheet.copy(interpretation="srgb")
        turned: dict[tuple[str, int], pyvips.Image] = {}
        for copy in part["placements"]:
            key = copy["design"], copy["rotation"]
            if key not in turned:
                design = pyvips.Image.new_from_file(str(artwork / copy["design"]))
                turned[key] = design.rot(f"d{copy['rotation']}")
            sheet = sheet.insert(turned[key], copy["x_px"], copy["y_px"])
        sheet.pngsave(str(out / part["file"]), compression=1)


def by_pillow(manifest: dict, artwork: Path, out: Path) -> None:
    """A whole sheet and one design at a time in memory, saved as Pillow saves by default."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    for part in manifest["parts"]:
        sheet = Image.new("RGBA", (part["width_px"], part["height_px"]))
        for copy in sorted(part["placements"], key=lambda copy: copy["design"]):
            with Image.open(artwork / copy["design"]) as design:
                sheet.paste(design.rotate(-copy["rotation"], expand=True), (copy["x_px"], copy["y_px"]))
        sheet.save(out / part["file"])


def main() -> None:
    kind, manifest, artwork, out = sys.argv[1:]
    Path(out).mkdir(parents=True, exist_ok=True)
    job = json.loads(Path(manifest).read_text(encoding="utf-8"))
    {"vips": by_vips, "pillow": by_pillow}[kind](job, Path(artwork), Path(out))


if __name__ == "__main__":
    main()
