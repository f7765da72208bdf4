"""Knowledge files: how entries refer to each other, what is emitted, and what the file's source is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import (
    AnyContent,
    DecisionContent,
    EventContent,
    LinkContent,
    Mention,
    OrganisationContent,
    ParticipationContent,
    ProgrammeContent,
    RingContent,
    TopicContent,
)
from loaders.parsing import Parsed, Rejection, Said, parse
from loaders.reading.yamls import load_yaml
from loaders.sources import source_id
from loaders.vocabulary import vocabulary

DATA = Path(__file__).parents[2] / "data"


def read(text: str, **options: str) -> Parsed:
    stream = io.BytesIO(text.encode())
    stream.name = "file.yaml"
    return parse(stream, **options)  # type: ignore[arg-type]


def contents(text: str) -> list[AnyContent]:
    rows = list(read("source: {title: T, language: de}\n" + text).rows)
    assert all(isinstance(row, Said) for row in rows), rows
    return [one for row in rows if isinstance(row, Said) for one in row.contents]


def test_scalars_are_what_is_written() -> None:
    value = load_yaml(b"a: NO\nb: 1988-04-13\nc: 010\nd: ~\ne: true\nf: 12:30\ng: 'null'\n", "x").value
    assert value == {"a": "NO", "b": "1988-04-13", "c": "010", "d": None, "e": True, "f": "12:30", "g": "null"}


@pytest.mark.parametrize(
    ("written", "town"),
    [
        ("Chur", Mention(name="Chur")),
        ("'Chur, CH'", Mention(name="Chur", country="CH")),
        ("'Charlotte, North Carolina, US'", Mention(name="Charlotte", region="North Carolina", country="US")),
        ("{name: Oslo, country: NO, lat: 59.9, lon: 10.7}", Mention(name="Oslo", country="NO", lat=59.9, lon=10.7)),
    ],
)
def test_ways_to_write_a_town(written: str, town: Mention) -> None:
    link = contents(f"links: [{{towns: [{written}, B]}}]")[0]
    assert isinstance(link, LinkContent)
    assert link.a == town


def test_a_town_described_once_is_meant_wherever_its_name_stands() -> None:
    text = "links: [{towns: [Peterhof, B]}]\ntowns: [{name: Peterhof, country: RU, geonames: 510291}]"
    link = next(one for one in contents(text) if isinstance(one, LinkContent))
    assert link.a == Mention(name="Peterhof", country="RU", geonames=510291)


def test_two_towns_of_one_name_need_their_country() -> None:
    towns = "towns: [{name: Halle, country: DE, geonames: 1}, {name: Halle, country: BE, geonames: 2}]\n"
    link = next(
        one for one in contents(towns + "links: [{towns: ['Halle, BE', Halle]}]") if isinstance(one, LinkContent)
    )
    assert (link.a.geonames, link.b.geonames) == (2, None)


def test_a_third_town_of_a_name_is_not_meant_by_it_either() -> None:
    towns = "towns: [{name: Halle, country: DE}, {name: Halle, country: BE}, {name: Halle, country: US}]\n"
    (link,) = (one for one in contents(towns + "links: [{towns: [Halle, B]}]") if isinstance(one, LinkContent))
    assert link.a == Mention(name="Halle")


def test_two_towns_of_one_name_and_country_need_more_than_both() -> None:
    towns = "towns: [{name: Halle, country: DE, region: NRW}, {name: Halle, country: DE, region: Sachsen-Anhalt}]\n"
    found = contents(towns + "links: [{towns: ['Halle, DE', {name: Halle, country: DE, region: NRW}]}]")
    (link,) = (one for one in found if isinstance(one, LinkContent))
    assert (link.a, link.b.region) == (Mention(name="Halle", country="DE"), "NRW")


def test_links_of_an_article_are_said_of_the_two() -> None:
    stated = [one.stated for one in contents("links: [{towns: [A, B]}, {towns: [A, C], stated: list}]")]  # type: ignore[union-attr]
    assert stated == ["pair", "list"]


def test_what_an_event_refers_to_is_said_with_it() -> None:
    text = """
rings: [{name: R, founded: 1956}]
organisations: [{name: O, kind: club}]
programmes: [{name: P, kind: project}]
events:
  - {id: e, title: T, kind: visit, ring: R, programme: P, topics: {sport: Laufen},
     organisations: [{name: O, role: host}], towns: [A, {name: B, role: place}]}
"""
    row = [row for row in read("source: {title: T, language: de}\n" + text).rows if isinstance(row, Said)][-1]
    assert isinstance(row.contents[0], EventContent)
    assert {type(one) for one in row.contents[1:]} == {
        RingContent, OrganisationContent, ProgrammeContent, TopicContent, ParticipationContent,
    }  # fmt: skip
    assert [one.founded for one in row.contents if isinstance(one, RingContent)] == ["1956"]
    assert [one.kind for one in row.contents if isinstance(one, OrganisationContent)] == ["club"]
    assert [(one.ref, one.role) for one in row.contents if isinstance(one, ParticipationContent)] == [
        ("e", "participant"),
        ("e", "place"),
    ]


def test_words_of_a_topic_are_in_the_language_of_the_source() -> None:
    event = contents("events: [{id: e, title: T, kind: visit, topics: {sport: Laufen, school: ~}}]")[0]
    assert isinstance(event, EventContent)
    assert [(one.topic, one.said) for one in event.topics] == [("sport", {"de": "Laufen"}), ("school", None)]


@pytest.mark.parametrize(
    ("written", "people", "about"),
    [
        ("40", 40, False),
        ("about 40", 40, True),
        ("rund 40", 40, True),
        ("Etwa 40", 40, True),
        ("'~ 40'", 40, True),
        ("{number: 40, about: true}", 40, True),
    ],
)
def test_number_of_people(written: str, people: int, about: bool) -> None:
    event = contents(f"events: [{{id: e, title: T, kind: visit, attendees: {written}}}]")[0]
    assert isinstance(event, EventContent)
    assert (event.people, event.people_about) == (people, about)


def test_evidence_for_attendees_is_evidence_for_people() -> None:
    event = contents("events: [{id: e, title: T, kind: visit, attendees: 60, evidence: {attendees: two times 30}}]")[0]
    assert isinstance(event, EventContent)
    assert event.evidence == {"people": "two times 30"}


def test_rows_are_running_numbers() -> None:
    rows = list(read("source: {title: T}\ntowns: [A, B]\nlinks: [{towns: [A, B]}]\n").rows)
    assert [row.row for row in rows] == [1, 2, 3]


def test_the_same_in_json() -> None:
    document = {
        "source": {"title": "T", "language": "de"},
        "rings": [{"name": "R", "founded": 1956, "members": [{"name": "A", "country": "NO", "lat": 59.9, "lon": 10}]}],
    }
    yaml = "rings: [{name: R, founded: 1956, members: [{name: A, country: NO, lat: 59.9, lon: 10}]}]"
    rows = [row for row in parse(io.BytesIO(json.dumps(document).encode())).rows if isinstance(row, Said)]
    assert [one for row in rows for one in row.contents] == contents(yaml)


def in_json(entries: object) -> Parsed:
    return parse(io.BytesIO(json.dumps({"source": {"title": "T"}, "links": entries}).encode()))


def test_texts_in_json_are_cleaned_as_in_yaml() -> None:
    (row,) = in_json([{"towns": ["Bad\u00a0 Homburg", "Ko\u0308ln"]}]).rows
    assert isinstance(row, Said)
    assert row.contents[0] == LinkContent(a=Mention(name="Bad Homburg"), b=Mention(name="Köln"), stated="pair")


@pytest.mark.parametrize("text", ["Kre\u0000feld", "Kre\u202efeld", "Kre\ud800feld", "Кrefeld"])
def test_texts_that_cannot_be_meant_are_refused_in_json_as_in_yaml(text: str) -> None:
    with pytest.raises(InputError, match="feld"):
        in_json([{"towns": [text, "Venlo"]}])


def test_json_is_nested_no_deeper_than_yaml() -> None:
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    with pytest.raises(InputError, match="nested too deeply"):
        in_json(deep)


@pytest.mark.parametrize(
    ("entry", "field", "reason"),
    [
        ("links: [{towns: [{name: [A]}, B]}]", "towns.1.name", "should be a valid string"),
        (f"decisions: [{{mention: A, means: {'9' * 5000}, why: w}}]", "means", "is not a whole number"),
        (f"events: [{{title: T, kind: visit, attendees: {'9' * 5000}}}]", "attendees", "is not a number of people"),
        ("events: [{title: T, kind: visit, mode: online or hybrid}]", "mode", "'online or hybrid' is not one of"),
    ],
)
def test_a_value_that_cannot_be_read_is_told(entry: str, field: str, reason: str) -> None:
    (row,) = read("source: {title: T}\n" + entry).rows
    assert isinstance(row, Rejection)
    assert row.field == field
    assert reason in row.reason


def test_figures_of_other_scripts_are_no_geonames_id() -> None:
    (decision,) = contents("decisions: [{mention: A, means: '²', why: w}]")
    assert isinstance(decision, DecisionContent)
    assert decision.means == "²"


def test_the_source_has_its_own_id_or_one_from_address_or_title() -> None:
    assert read("source: {id: mine, title: T}").source_id == "mine"
    assert read("source: {title: T}").source_id == source_id("T", None)
    assert read("source: {title: T, url: 'https://example.org/a'}").source_id == source_id(None, "http://example.org/a")
    assert read("source: {id: mine, title: T}", source="other").source_id == "other"
    assert read("towns: [A]").source_id == "file"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://example.org/a"),
        ("http://www.example.org/a", "http://example.org/a/"),
        ("http://Example.org/a", "http://example.org/a"),
    ],
)
def test_one_page_is_one_source(one: str, other: str) -> None:
    assert source_id("T", one) == source_id("U", other)


@pytest.mark.parametrize("other", ["http://example.org/A", "http://example.org/a?b=1", "http://example.com/a"])
def test_other_pages_are_other_sources(other: str) -> None:
    assert source_id("T", "http://example.org/a") != source_id("T", other)


def test_all_files_of_the_project_are_good() -> None:
    files = sorted(DATA.rglob("*.yaml"))
    assert {"topics.yaml", "decisions.yaml"} <= {path.name for path in files}
    for path in files:
        if not path.name.endswith((".source.yaml", "exonyms.yaml")):
            assert all(isinstance(row, Said) for row in parse(path).rows), path


def test_the_vocabulary_has_both_languages_and_no_word_for_two_topics() -> None:
    words: dict[str, str] = {}
    for topic in vocabulary().topics.values():
        assert {"de", "en"} <= set(topic.name)
        for word in (*topic.name.values(), *topic.synonyms):
            assert words.setdefault(word.casefold(), topic.topic) == topic.topic
    assert vocabulary().topic("schulen").topic == "school"


def test_decisions_say_what_is_meant_and_why() -> None:
    found = [one for row in parse(DATA / "decisions.yaml").rows if isinstance(row, Said) for one in row.contents]
    assert all(isinstance(one, DecisionContent) and one.why for one in found)
    assert {one.means for one in found if isinstance(one, DecisionContent) and one.mention.name == "Peterhof"} == {
        510291
    }
