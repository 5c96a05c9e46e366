"""Backgrounds and white, against what they mean pixel by pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gangsheet_studio.designs.finishing import choked, flattened, with_white

PIXELS = arrays(np.uint8, st.tuples(st.integers(1, 14), st.integers(1, 12), st.just(4)))


def strips(pixels, rows):
    flat = pixels.reshape(len(pixels), -1)
    return [flat[top : top + rows] for top in range(0, len(flat), rows)]


def disc_minimum(alpha, radius):
    """The least alpha within a disc, the plain way; beyond the picture there is none."""
    height, width = alpha.shape
    least = np.full_like(alpha, 255)
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if dx * dx + dy * dy <= radius * radius:
                padded = np.zeros((height + 2 * radius, width + 2 * radius), np.uint8)
                padded[radius : radius + height, radius : radius + width] = alpha
                least = np.minimum(least, padded[radius + dy :, radius + dx :][:height, :width])
    return least


@given(pixels=PIXELS, choke=st.integers(0, 5), rows=st.integers(1, 5))
def test_white_is_smaller_by_the_choke(pixels, choke, rows):
    made = np.concatenate(list(with_white(strips(pixels, rows), pixels.shape[1], choke)))
    made = made.reshape(*pixels.shape[:2], 5)
    assert np.array_equal(made[..., :4], pixels)
    assert np.array_equal(made[..., 4], disc_minimum(pixels[..., 3], choke))


@pytest.mark.parametrize("rows", [1, 8, 100, 1000])
def test_a_tall_picture_is_choked_alike_however_it_comes(rows):
    pixels = np.random.default_rng(3).integers(0, 256, (700, 40, 4), np.uint8)
    made = np.concatenate(list(with_white(strips(pixels, rows), 40, 20))).reshape(700, 40, 5)
    assert np.array_equal(made[..., 4], disc_minimum(pixels[..., 3], 20))


def test_a_wide_choke_leaves_nothing_of_a_thin_line():
    alpha = np.zeros((41, 41), np.uint8)
    alpha[19:22] = 255
    assert not choked(np.pad(alpha, ((2, 2), (0, 0))), 2).any()


@given(pixels=PIXELS, rows=st.integers(1, 5))
def test_a_background_shows_through_what_is_not_opaque(pixels, rows):
    made = np.concatenate(list(flattened(strips(pixels, rows), (10, 200, 90)))).reshape(pixels.shape)
    alpha = pixels[..., 3:] / 255
    expected = pixels[..., :3] * alpha + np.array((10, 200, 90)) * (1 - alpha)
    assert np.abs(made[..., :3] - expected).max() <= 0.51
    assert (made[..., 3] == 255).all()
