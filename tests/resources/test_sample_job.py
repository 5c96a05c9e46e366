"""The sample job is a job: read, found, printable as it is, and two parts long."""

import csv
import json

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.resources import resource

FOLDER = resource("sample-job")
ARTWORK = sorted((FOLDER / "artwork").iterdir())


@pytest.fixture(scope="module")
def lines():
    with (FOLDER / "orders.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_job_names_what_is_there():
    job = json.loads((FOLDER / "job.json").read_text(encoding="utf-8"))
    assert set(job) == {"name", "orders", "designs", "film", "dpi", "gap", "margin"}
    assert (FOLDER / job["orders"]).is_file()
    assert (FOLDER / job["designs"]).is_dir()


def test_orders_and_artwork_belong_together(lines):
    assert len(lines) >= 12
    assert len(ARTWORK) >= 8
    assert {line["Design"] for line in lines} == {path.name for path in ARTWORK}
    assert len({line["Order"] for line in lines}) > 1


def test_sizes_come_in_several_spellings(lines):
    sizes = {line["Size"] for line in lines}
    assert "" in sizes
    for spelling in ('"', " x ", "in", "cm", "mm", "w=", "h="):
        assert any(spelling in size for size in sizes), spelling


def test_all_artwork_together_stays_small():
    assert sum(path.stat().st_size for path in ARTWORK) < 3_000_000


@pytest.mark.parametrize("path", ARTWORK, ids=lambda path: path.stem)
def test_a_design_is_print_ready(path):
    with Image.open(path) as image:
        assert image.mode == "RGBA"
        assert min(image.info["dpi"]) > 299
        pixels = np.asarray(image)
    alpha = pixels[..., 3]
    assert not pixels[alpha == 0].any()
    assert (alpha == 0).mean() > 0.05
    assert ((alpha > 0) & (alpha < 255)).any()
    assert all(edge.any() for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))
