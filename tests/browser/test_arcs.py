"""Great circles as the map draws them, against an independent computation and at the hard places."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Place = tuple[float, float]


@pytest.fixture(scope="module")
def arcs(chromium: Browser, site: Site) -> Iterator[Page]:
    page = chromium.new_page()
    page.goto(site.put("/arcs", "<!doctype html><title>arcs</title>"))
    page.evaluate("async () => { globalThis.citynetArcs = await import('/static/arcs.js'); }")
    yield page
    page.close()


def arc(page: Page, a: Place, b: Place) -> list[Place]:
    return [(lon, lat) for lon, lat in page.evaluate("([a, b]) => citynetArcs.arc(a, b)", [a, b])]


def degrees_apart(a: Place, b: Place) -> float:
    (lon1, lat1), (lon2, lat2) = ((math.radians(value) for value in place) for place in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half))))


PAIRS = [
    ((8.6, 50.2), (-3.5, 50.7)),
    ((6.8, 51.2), (106.6, 29.6)),
    ((178.4, -18.1), (-171.8, -13.8)),
    ((-122.4, 37.8), (121.5, 31.2)),
    ((-149.9, 61.2), (37.6, 55.8)),
    ((18.9, 69.6), (-147.7, 64.8)),
    ((10.0, 0.0), (-170.0, 0.0)),
    ((-5.0, 40.0), (175.0, -40.0)),
    ((0.0, 90.0), (20.0, -90.0)),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_an_arc_is_as_long_as_the_way_is_and_has_no_jumps(arcs: Page, a: Place, b: Place) -> None:
    points = arc(arcs, a, b)
    steps = [degrees_apart(p, q) for p, q in pairwise(points)]
    assert sum(steps) == pytest.approx(degrees_apart(a, b), rel=1e-3, abs=0.02)
    assert max(steps) < 2.1
    assert points[0] == pytest.approx(a)
    assert math.cos(math.radians(points[-1][0] - b[0])) == pytest.approx(1, abs=1e-9)
    assert points[-1][1] == pytest.approx(b[1])


@pytest.mark.parametrize(("a", "b"), [pair for pair in PAIRS if max(abs(pair[0][1]), abs(pair[1][1])) < 60])
def test_longitudes_go_on_across_the_edge_of_the_map(arcs: Page, a: Place, b: Place) -> None:
    points = arc(arcs, a, b)
    assert all(abs(p[0] - q[0]) <= 180 for p, q in pairwise(points))


def test_across_the_date_line_the_short_way_is_taken(arcs: Page) -> None:
    points = arc(arcs, (178.44, -18.14), (-171.77, -13.83))
    assert points[-1] == pytest.approx((188.23, -13.83))


@pytest.mark.parametrize("place", [(7.0, 51.0), (180.0, 10.0), (0.0, 90.0)])
def test_a_town_tied_to_its_own_place_has_no_line(arcs: Page, place: Place) -> None:
    assert arc(arcs, place, place) == []


def test_the_middle_of_towns_is_on_their_side_of_the_globe(arcs: Page) -> None:
    lon, lat = arcs.evaluate("citynetArcs.middle([[170, 0], [-170, 0]])")
    assert abs(lon) == pytest.approx(180)
    assert lat == pytest.approx(0)
    assert arcs.evaluate("citynetArcs.middle([[10, 0], [-170, 0]])") == [10, 0]


def test_distances_are_those_of_great_circles(arcs: Page) -> None:
    km = arcs.evaluate("citynetArcs.distance([13.4050, 52.5200], [2.3522, 48.8566])")
    assert km == pytest.approx(877.5, abs=1)  # Berlin to Paris


def test_outlines_around_the_pole_and_across_the_date_line_are_cut_open(arcs: Page) -> None:
    ring = [[lon, -70] for lon in (-180, -90, 0, 90, 179, -180)]
    crossing = [[170, 60], [-170, 60], [-170, 65], [170, 65], [170, 60]]
    shape: dict[str, Any] = {"type": "MultiPolygon", "coordinates": [[ring], [crossing]]}
    (pole,), (flat,) = arcs.evaluate("(shape) => citynetArcs.flat(shape)", shape)["coordinates"]
    assert [180, -90] in pole
    assert pole[0] == pole[-1]
    assert flat == [[170, 60], [190, 60], [190, 65], [170, 65], [170, 60]]


def test_a_line_for_a_file_is_cut_at_the_date_line(arcs: Page) -> None:
    cut = arcs.evaluate("citynetArcs.cut([[170, 10], [178, 12], [186, 14]])")
    assert cut == {
        "type": "MultiLineString",
        "coordinates": [[[170, 10], [178, 12], [180, 12.5]], [[-180, 12.5], [-174, 14]]],
    }
    assert arcs.evaluate("citynetArcs.cut([[170, 10], [178, 12]])")["type"] == "LineString"
