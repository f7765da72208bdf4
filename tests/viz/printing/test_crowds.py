"""Pictures of lines without number: the more lie over each other, the darker, and none is lost."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from viz.printing.crowds import crowd


@pytest.fixture
def axes() -> Axes:
    """Ten by ten units on a hundred by a hundred pixels."""
    made = Figure(figsize=(2, 1), dpi=100).add_axes((0, 0, 0.5, 1))
    made.set_xlim(0, 10)
    made.set_ylim(0, 10)
    return made


def level(y: float) -> np.ndarray:
    return np.array([(0.0, y), (10.0, y)])


def opacity(axes: Axes, *heights: float) -> list[float]:
    """How dark it is in the middle at the given heights, with one line at 8, ten at 5 and a thousand at 2."""
    lines = [level(8.05)] + [level(5.05)] * 10 + [level(2.05)] * 1000
    drawn = crowd(lines, axes, dpi=100, width=1.0, color="#005f99")
    assert drawn.shape == (100, 100, 4)
    rows = [99 - int(10 * height) for height in heights]  # or one beside, for lines are drawn on whole pixels
    return [float(drawn[row - 1 : row + 2, 50, 3].max()) for row in rows]


def test_where_more_lines_lie_it_is_darker_and_between_them_is_nothing(axes: Axes) -> None:
    nothing, once, ten, thousand = opacity(axes, 9.5, 8, 5, 2)
    assert nothing == 0
    assert 0.05 < once < ten < thousand
    assert ten < 0.7


def test_a_crowd_is_darker_in_its_colour_too(axes: Axes) -> None:
    drawn = crowd([level(8.05)] + [level(2.05)] * 200, axes, dpi=100, width=1.0, color="#005f99")
    assert drawn[79:82, 50, 2].min() < drawn[18:21, 50, 2].min()


def test_no_lines_are_an_empty_picture(axes: Axes) -> None:
    assert not crowd([], axes, dpi=100, width=1.0, color="#005f99")[..., 3].any()
