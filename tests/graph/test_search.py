"""Names are found in any spelling, and whatever else is typed comes back as a name that is not there."""

from __future__ import annotations

import pytest

from graph.database import Address, Database, Row, run
from graph.errors import NotFoundError
from graph.model import AttendanceContent, EventContent, Mention, RingContent, TownContent
from graph.search import find_things, find_towns, resolve_thing, resolve_town, search, wanted
from tests.conftest import Filled
from tests.graph.asking import explaining, queries_of
from tests.graph.statements.writing import load, town

HOSTILE = [
    "Krefeld OR Chemnitz", "Krefeld AND NOT", "Kref*", "*", "?", "~", "Krefeld~2", "names_folded:krefeld",
    "[a TO z]", "Krefeld\"' OR 1=1 //", "(((", ")", "{", "^5", "+-&&||!", "/.*/", "\\", "$city", "%00",
    "'; MATCH (n) DETACH DELETE n //", "x" * 200, "a " * 100, ", , ,", ",", "...", "   ", "\u0000", "\u202e", "💥",
    "<script>alert(1)</script>", "NOT", "and", "or not", "TO",
]  # fmt: skip


def names(rows: list[Row]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Marienbad", "Mariánské Lázně"),
        ("marianske lazne", "Mariánské Lázně"),
        ("Mariánské Lázně", "Mariánské Lázně"),
        ("MARIÁNSKÉ LÁZNĚ", "Mariánské Lázně"),
        ("Marienb", "Mariánské Lázně"),
        ("Marienbdad", "Mariánské Lázně"),
        ("Duesseldorf", "Düsseldorf"),
        ("dusseldorf", "Düsseldorf"),
        ("Düsseldrof", "Düsseldorf"),
        ("Bad Mondorf", "Mondorf-les-Bains"),
        ("mondorf les bains", "Mondorf-les-Bains"),
        ('"Krefeld"', "Krefeld"),
        ("Krefeld, DE", "Krefeld"),
        ("Krefeld, Germany", "Krefeld"),
        ("Krefeld, Deutschland", "Krefeld"),
        ("Charlotte, US", "Charlotte"),
        ("Charlotte, North Carolina, US", "Charlotte"),
        ("Charlotte, North Carolina", "Charlotte"),
        ("charlotte , north carolina , usa", "Charlotte"),
    ],
)
def test_a_town_is_found_in_any_spelling(sample_kb: Database, asked: str, found: str) -> None:
    assert names(run(sample_kb, find_towns(asked)))[0] == found


@pytest.mark.parametrize(
    ("asked", "matched"),
    [("Marienb", "Marienbad"), ("marienbad", "Marienbad"), ("Mariánské", None), ("Krefeld", None)],
)
def test_another_name_that_a_text_fits_is_told(sample_kb: Database, asked: str, matched: str | None) -> None:
    assert run(sample_kb, search(asked))[0]["matched"] == matched


@pytest.mark.parametrize(
    ("asked", "town"),
    [("Peterhof", "gn510291"), ("Bad Homburg", "gn2953436"), ("Bad Homburg v. d. Höhe", "gn2953436")],
)
def test_a_name_means_the_town_that_the_source_meant(sample_kb: Database, asked: str, town: str) -> None:
    assert run(sample_kb, resolve_town(asked)) == town


@pytest.mark.parametrize(
    ("asked", "town"), [("Krefeld (gn2884509)", "gn2884509"), ("Anything (gn2884509) ", "gn2884509")]
)
def test_a_town_is_meant_by_the_id_behind_its_name(sample_kb: Database, asked: str, town: str) -> None:
    assert run(sample_kb, resolve_town(asked)) == town


@pytest.mark.parametrize("asked", ["Krefeld, FR", "Charlotte, Michigan, US", "Charlotte, Bavaria"])
def test_a_town_in_another_country_or_region_is_not_meant(sample_kb: Database, asked: str) -> None:
    with pytest.raises(NotFoundError):
        run(sample_kb, resolve_town(asked))


@pytest.mark.parametrize("asked", ["Krefelt", "Kref", "Chemnitzz"])
def test_a_town_is_not_guessed_but_named_as_near(sample_kb: Database, asked: str) -> None:
    with pytest.raises(NotFoundError) as missing:
        run(sample_kb, resolve_town(asked))
    assert {one["name"] for one in missing.value.nearest} & {"Krefeld", "Chemnitz"}
    assert (missing.value.parameter, missing.value.given) == ("city", asked)


@pytest.mark.parametrize("asked", HOSTILE)
def test_hostile_text_is_a_name_that_is_not_there(sample_kb: Database, asked: str) -> None:
    with pytest.raises(NotFoundError):
        run(sample_kb, resolve_town(asked))


@pytest.mark.parametrize("asked", HOSTILE)
def test_hostile_text_is_searched_for_as_words(sample_kb: Database, asked: str) -> None:
    found = run(sample_kb, search(asked))
    assert len(found) < 20


@pytest.mark.parametrize(
    ("asked", "type_", "name"),
    [
        ("Partnerschaftsring", "ring", "Partnerschaftsring Bad Homburg"),
        ("Urban Diplomacy", "programme", "Urban Diplomacy Exchange"),
        ("Auswärtiges Amt", "organisation", "Auswärtiges Amt"),
        ("auswaertiges amt", "organisation", "Auswärtiges Amt"),
        ("Frank Meyer", "person", "Frank Meyer"),
        ("Tag der Städtepartnerschaften", "event", "Day of town partnerships"),
        ("Day of town partnerships", "event", "Day of town partnerships"),
        ("Meyer reist nach Washington", "source", "Oberbürgermeister Meyer reist nach Washington"),
        ("Gegenwartn", "programme", "Art project Gegenwarten"),
    ],
)
def test_other_things_are_found_too(sample_kb: Database, asked: str, type_: str, name: str) -> None:
    assert (type_, name) in [(row["type"], row["name"]) for row in run(sample_kb, find_things(asked))]


def test_names_of_things_come_in_the_language_asked_for(sample_kb: Database) -> None:
    found = run(sample_kb, search("Day of town partnerships", "de"))
    assert [row["name"] for row in found if row["type"] == "event"] == ["Tag der Städtepartnerschaften"]


@pytest.mark.parametrize("asked", ["Partnerschaftsring Bad Homburg", "partnerschaftsring bad homburg"])
def test_a_ring_is_meant_by_its_name(sample_kb: Database, asked: str) -> None:
    assert run(sample_kb, resolve_thing(asked, "ring", "ring")) == "partnerschaftsring-bad-homburg"


def test_a_source_is_meant_by_its_title(sample_kb: Database) -> None:
    title = "Virtuelles Treffen der Partnerstädte Düsseldorf und Chemnitz"
    found = run(sample_kb, resolve_thing(title, "source", "source"))
    assert run(sample_kb, resolve_thing(found, "source", "source")) == found


def test_an_event_is_no_ring(sample_kb: Database) -> None:
    with pytest.raises(NotFoundError):
        run(sample_kb, resolve_thing("Tag der Städtepartnerschaften", "ring", "ring"))


@pytest.mark.parametrize(
    ("text", "name", "region", "country"),
    [
        ("Reading", "Reading", None, None),
        ("Reading, GB", "Reading", None, "GB"),
        ("Reading, Vereinigtes Königreich", "Reading", None, "GB"),
        ("Charlotte, North Carolina, US", "Charlotte", "North Carolina", "US"),
        ("Charlotte, North Carolina", "Charlotte", "North Carolina", None),
        (" Paris ,, FR ", "Paris", None, "FR"),
    ],
)
def test_what_stands_behind_commas_is_read(text: str, name: str, region: str | None, country: str | None) -> None:
    found = wanted(text)
    assert (found.name, found.region, found.country) == (name, region, country)


@pytest.mark.parametrize("asked", ["Marienbad", "Krefelt", "Charlotte, North Carolina, US", "Partnerschaftsring"])
def test_searching_starts_from_an_index(sample_kb: Database, neo4j_address: Address, asked: str) -> None:
    with explaining(neo4j_address) as explain:
        plans = [explain(query) for query in queries_of(sample_kb, search(asked))]
    assert [scan for plan in plans for scan in plan.full_scans] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("charlotte, north carol", "Charlotte"),
        ("Charlotte, Vereinigte Sta", "Charlotte"),
        ("charlotte, nörth cärolina, us", "Charlotte"),
        ("Krefeld, D", "Krefeld"),
    ],
)
def test_what_stands_behind_the_comma_may_be_typed_half(sample_kb: Database, asked: str, found: str) -> None:
    assert names(run(sample_kb, search(asked)))[0] == found


@pytest.mark.parametrize("asked", ["Krefeld, Fr", "Charlotte, Mich", "Charlotte, ..."])
def test_half_a_country_is_no_other_country(sample_kb: Database, asked: str) -> None:
    assert run(sample_kb, search(asked, types=["city"])) == []


def test_what_says_the_name_stands_before_what_is_only_near_it(kb: Database) -> None:
    person = AttendanceContent(of="event", ref="Treffen", person="Alexander Hetjes", role="host")
    event = EventContent(event="treffen", title={"de": "Treffen"}, kind="meeting")
    load(kb, "one", [event, person, *(TownContent(town=town(name)) for name in ("Heves", "Hetja"))])
    assert names(run(kb, search("Hetjes")))[0] == "Alexander Hetjes"


def test_whole_names_stand_before_beginnings_of_any_kind(kb: Database) -> None:
    load(
        kb, "one", [TownContent(town=town("Kranzberg")), RingContent(ring="Kranz"), TownContent(town=town("Kranzegg"))]
    )
    assert names(run(kb, search("kranz"))) == ["Kranz", "Kranzberg", "Kranzegg"]


def test_a_typo_is_found_beside_a_town_that_begins_like_it(kb: Database) -> None:
    load(kb, "one", [TownContent(town=town(name)) for name in ("Mnichovo", "Munich")])
    assert names(run(kb, search("Mnich"))) == ["Mnichovo", "Munich"]


def test_a_search_may_be_for_some_things_only_and_for_few(sample_kb: Database) -> None:
    assert {row["type"] for row in run(sample_kb, search("Bad Homburg", types=["ring", "source"]))} == {
        "ring",
        "source",
    }
    assert len(run(sample_kb, search("Krefeld", limit=2))) == 2


def write_namesakes(kb: Database) -> None:
    """Three Readings: one in Britain, two in the United States, of which one has no region."""
    loads = [("a", "GB", "England"), ("b", "US", "Pennsylvania"), ("c", "US", None)]
    for source, country, region in loads:
        mention = Mention(name="Reading", country=country, region=region)
        load(kb, source, [TownContent(town=mention)], means={"Reading": f"reading-{source}"})


@pytest.fixture
def namesakes(filled: Filled, database: Database) -> Database:
    """The three, for reading only."""
    filled(write_namesakes)
    return database


def test_what_a_town_is_written_as_means_it_and_no_other(namesakes: Database) -> None:
    found = run(namesakes, search("reading", types=["city"]))
    assert len(found) == 3
    assert {row["id"]: run(namesakes, resolve_town(row["written"])) for row in found} == {
        row["id"]: row["id"] for row in found
    }


def test_a_town_without_namesakes_in_its_country_is_written_without_its_region(namesakes: Database) -> None:
    written = {row["id"]: row["written"] for row in run(namesakes, search("reading", "de", types=["city"]))}
    assert written["reading-a"] == "Reading, Vereinigtes Königreich"
