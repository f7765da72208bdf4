"""The ground of printed maps: ways on the globe, the part that is shown, land and sea."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from pyproj import Geod
from shapely.geometry import Point, Polygon

from viz.printing.basemap import Ground, great_circles, ground, ground_of

GLOBE = Geod(ellps="sphere")
HALF_ROUND_KM = 20_015
KREFELD, CHARLOTTE, TOKYO, HONOLULU, FIJI = (
    (6.56, 51.33),
    (-80.84, 35.23),
    (139.7, 35.7),
    (-157.9, 21.3),
    (178.4, -18.1),
)


def km(a: np.ndarray, b: np.ndarray) -> float:
    return float(GLOBE.inv(*a, *b)[2] / 1000)


@pytest.mark.parametrize(
    ("a", "b"),
    [(KREFELD, CHARLOTTE), (TOKYO, HONOLULU), (HONOLULU, FIJI), ((0, 89), (180, 89)), ((10, 0), (10.001, 0))],
)
def test_a_line_is_the_shortest_way(a: tuple[float, float], b: tuple[float, float]) -> None:
    (way,) = great_circles(np.array([(*a, *b)], dtype=float))
    length = sum(km(one, other) for one, other in pairwise(way))
    assert length == pytest.approx(km(np.array(a), np.array(b)), rel=1e-3, abs=0.5)
    middle = GLOBE.npts(*a, *b, 1)[0]
    assert min(km(point, np.array(middle)) for point in way) < 120


def test_a_town_to_itself_stays_where_it_is() -> None:
    (way,) = great_circles(np.array([(*KREFELD, *KREFELD)]))
    assert np.allclose(way, KREFELD)


@pytest.mark.parametrize("a", [(0.0, 0.0), KREFELD, (0.0, 90.0)])
def test_the_way_to_the_opposite_place_is_half_around_the_globe(a: tuple[float, float]) -> None:
    (way,) = great_circles(np.array([(*a, a[0] + 180.0, -a[1])]))
    length = sum(km(one, other) for one, other in pairwise(way))
    assert length == pytest.approx(HALF_ROUND_KM, rel=1e-3)
    assert km(way[-1], np.array((a[0] + 180.0, -a[1]))) < 1


@pytest.mark.parametrize(
    "places", [[KREFELD, CHARLOTTE], [TOKYO, HONOLULU, FIJI], [KREFELD], [(-179, 65), (179, 66)]], ids=str
)
def test_all_places_are_on_the_sheet(places: list[tuple[float, float]]) -> None:
    assert ground_of(np.array(places)).shows(np.array(places)).all()


def test_places_on_both_sides_of_180_degrees_are_near_to_each_other() -> None:
    on = ground_of(np.array([(179.0, -18.0), (-179.0, -17.0)]))
    assert on.east - on.west < 15
    x = on.place(np.array([(179.0, -17.5), (-179.0, -17.5)]))[:, 0]
    assert x[0] < x[1] < x[0] + 400_000


def test_a_line_over_180_degrees_is_in_one_piece_where_the_sheet_shows_the_pacific() -> None:
    on = ground_of(np.array([TOKYO, HONOLULU]))
    assert len(on.lines(np.array([(*TOKYO, *HONOLULU)]))) == 1


def test_a_line_is_cut_where_the_world_is() -> None:
    on = ground(-180, -60, 180, 80)
    (one, other) = on.lines(np.array([(-165.0, 60.0, -175.0, 60.0)]))
    assert one[:, 0].max() < 0 < other[:, 0].min()


def land_at(on: Ground, lon: float, lat: float) -> bool:
    point = Point(*on.place(np.array([(lon, lat)]))[0])
    return any(Polygon(rim, holes).buffer(0).contains(point) for rim, *holes in on.land())


@pytest.mark.parametrize(
    ("places", "land", "sea"),
    [
        ([(-10.0, 36.0), (30.0, 60.0)], [KREFELD, (12.5, 42.0)], [(-5.0, 46.5), (18.0, 40.0), (5.5, 54.5)]),
        ([TOKYO, HONOLULU, FIJI], [(134.0, -25.0), (-175.0, 67.0)], [(178.9, -40.0), (-150.0, 0.0), (179.5, -30.0)]),
        ([(-170.0, -50.0), (190.0, 80.0)], [KREFELD, (-100.0, 40.0), (100.0, 65.0), (25.0, -30.0)],
         [(-40.0, 30.0), (80.0, -30.0)]),
        ([(-70.0, -75.0), (20.0, -66.0)], [(-20.0, -80.0)], [(-40.0, -60.0)]),
    ],
    ids=["Europe", "Pacific", "world", "South"],
)  # fmt: skip
def test_land_is_where_land_is(
    places: list[tuple[float, float]], land: list[tuple[float, float]], sea: list[tuple[float, float]]
) -> None:
    on = ground(*places[0], *places[1]) if len(places) == 2 else ground_of(np.array(places))
    assert [place for place in land if not land_at(on, *place)] == []
    assert [place for place in sea if land_at(on, *place)] == []
