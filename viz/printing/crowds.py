"""Lines without number as one picture: the more lie over each other the darker, so that a crowd still shows ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from viz.printing.basemap import Points

_LAYERS, _OPACITY = 8, 0.16
"""Pictures of an eighth of the lines each; one alone would be full where forty lie over each other."""
_FULL = 0.97
_FAINTEST, _DARKEST = 0.06, 0.95
_SHADE = 0.45
"""How dark the colour is in the thickest crowd, beside its own lightness."""


def crowd(lines: Sequence[Points], axes: Axes, *, dpi: float, width: float, color: str) -> NDArray[np.float32]:
    """What fills the axes: rows of pixels from above, red, green, blue and opacity. `width` in points."""
    count = _counted(lines, axes, dpi, width)
    thick = np.log1p(count) / np.log1p(max(float(np.percentile(count[count > 0], 99.8)), 1.0)) if count.any() else count
    thick = np.clip(thick, 0.0, 1.0)
    drawn = np.empty((*count.shape, 4), dtype=np.float32)
    drawn[..., :3] = np.array(to_rgb(color)) * (1 - (1 - _SHADE) * thick[..., None] ** 2)
    drawn[..., 3] = np.where(count > 0.01, np.minimum(_FAINTEST * np.minimum(count, 1) + thick**2, _DARKEST), 0.0)
    return drawn


def _counted(lines: Sequence[Points], axes: Axes, dpi: float, width: float) -> NDArray[np.float32]:
    """How many lines lie over each pixel, about."""
    box, sheet = axes.get_position(), axes.figure.get_size_inches()  # type: ignore[union-attr]
    figure = Figure(figsize=(box.width * sheet[0], box.height * sheet[1]), dpi=dpi, facecolor="none")
    canvas = FigureCanvasAgg(figure)
    plain = figure.add_axes((0, 0, 1, 1))
    plain.set_axis_off()
    plain.set_xlim(axes.get_xlim())
    plain.set_ylim(axes.get_ylim())
    black = (0.0, 0.0, 0.0, _OPACITY)
    counts: NDArray[np.float32] = np.zeros(canvas.get_width_height()[::-1], dtype=np.float32)
    for layer in range(_LAYERS):
        drawn = plain.add_collection(LineCollection(list(lines[layer::_LAYERS]), colors=[black], linewidths=width))
        canvas.draw()  # type: ignore[no-untyped-call]
        opacity = np.asarray(canvas.buffer_rgba())[..., 3].astype(np.float32) / 255  # type: ignore[no-untyped-call]
        counts += np.log1p(-np.minimum(opacity, _FULL)) / np.log1p(-_OPACITY)
        drawn.remove()
    return counts
