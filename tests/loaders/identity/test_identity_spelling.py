"""Names that the gazetteer writes otherwise: transliterations, word order, endings, letters; and kinds by words."""

from collections.abc import Callable

import pytest

from graph.model import CityKind
from loaders.identity import Resolution

Resolve = Callable[..., Resolution]


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "geonames"),
    [
        pytest.param("Kobar", "Palestine", 31.9889, 35.1592, 283316, id="o for u"),
        pytest.param("Al-Shuna al-Shamalyah", "Jordan", 32.61, 35.607, 250278, id="Arabic articles"),
        pytest.param("Gurye", "South Korea", 35.2203, 127.4733, 1841976, id="Korean in two systems"),
        pytest.param("Thorigné-Fouillard", "France", 48.1603, -1.5786, 3017592, id="order of words"),
        pytest.param("Waren an der Müritz", "Germany", 53.4167, 12.6833, 2814131, id="small words"),
        pytest.param("Rankoshi", "Japan", 42.8, 140.53, 2128435, id="ending of a Japanese municipality"),
        pytest.param("Bad Wimsbach-Neydharting", "Austria", 48.0639, 13.9019, 2782042, id="Bad before a joint name"),
        pytest.param("Aizkraule", "Latvia", 46.4319, 19.4883, 461615, id="a letter missing, point abroad"),
        pytest.param("Qalqilya", "Palestine", 32.1903, 34.9686, 282457, id="a town that the region is named after"),
        pytest.param("Svetly", "Russia", 54.6734, 20.1312, 485660, id="a district of the name is elsewhere"),
        pytest.param("Saint-Cyr-Sur-Loire", "France", 46.6817, 4.8906, 2980935, id="not the part of the name here"),
    ],
)
def test_a_place_is_known_by(resolve: Resolve, name: str, country: str, lat: float, lon: float, geonames: int) -> None:
    assert resolve(name, country, lat=lat, lon=lon).geonames == geonames


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "kind"),
    [
        ("West Devon", "England, United Kingdom", 50.6333, -4.1, CityKind.DISTRICT),
        ("Surrey Heath", "England", 51.3395, -0.7433, CityKind.DISTRICT),
        ("Vale of White Horse", "England", 51.6, -1.5, CityKind.DISTRICT),
        ("Northamptonshire", "England, United Kingdom", 52.3, -0.8, CityKind.COUNTY),
        ("Nosy Be", "Madagascar", -13.315, 48.2675, CityKind.ISLAND),
        ("Greater Manchester", "England", 53.5025, -2.31, CityKind.COUNTY),
        ("Bergerac (communauté)", "France", 44.8535, 0.4875, CityKind.DISTRICT),
        ("North Mitrovica", "Kosovo", 42.8947, 20.8656, CityKind.TOWN),
    ],
)
def test_words_tell_districts_and_islands(
    resolve: Resolve, name: str, country: str, lat: float, lon: float, kind: CityKind
) -> None:
    found = resolve(name, country, lat=lat, lon=lon)

    assert (found.geonames, found.kind) == (None, kind)


def test_what_is_found_abroad_only_names_what_lies_at_the_point_too(resolve: Resolve) -> None:
    found = resolve("Southborough", "England, United Kingdom", lat=51.16, lon=0.255)

    assert found.geonames is None
    assert {"GB", "US"} <= {candidate.country for candidate in found.candidates}
    assert len({candidate.geonames for candidate in found.candidates}) == len(found.candidates) <= 5
