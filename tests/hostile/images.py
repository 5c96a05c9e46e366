"""Every bad picture of the collection."""

from __future__ import annotations

from tests.hostile.image_cases import gif, heif, jpeg, other, png, svg, tiff, webp

CASES = [case for module in (png, jpeg, tiff, webp, gif, heif, svg, other) for case in module.cases()]
