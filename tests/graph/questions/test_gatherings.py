"""Questions about events and who takes part, on the five sources; what is expected is read in their tables."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from graph.database import Database, run
from graph.errors import AmbiguousThingError, NotFoundError, UsageError
from graph.export import FORMATS
from graph.model import AttendanceContent, EventContent
from graph.questions import question
from graph.questions.asking import Result, ask
from tests.graph.statements.writing import load, town
from tests.naming import named

TRIP, CONFERENCE = "krefeld-washington-trip-2022", "washington-partnership-conference-2022"
RECEPTION, VISIT = "washington-embassy-reception-2022", "krefeld-charlotte-visit-2022"
YOUTH, DELEGATIONS = "bad-homburg-ring-youth-meeting-2022", "bad-homburg-delegations-2022"
CONTRIBUTION = "capital-of-culture-duesseldorf-contribution"
RING = "Partnerschaftsring Bad Homburg"


def answer(kb: Database, name: str, **asked: Any) -> Result:
    return run(kb, ask(question(name), asked, language="de"))


def ids(kb: Database, name: str, **asked: Any) -> set[str]:
    return {row["id"] for row in answer(kb, name, **asked).rows}


def names(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(row["name"] for row in rows)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ({"from": "2022-10-15", "to": "2022-10-18"}, {TRIP, CONFERENCE, VISIT, YOUTH, DELEGATIONS}),
        ({"from": "2022-10-19", "to": "2022-10"}, {RECEPTION, CONFERENCE, VISIT, YOUTH, DELEGATIONS}),
        ({"from": "2022-11", "to": "2023"}, {YOUTH, DELEGATIONS}),
        ({"year": 2015}, {"dortmund-day-of-partnerships-2015"}),
        ({"to": "2015-12-09"}, set()),
        ({"status": "proposed"}, {DELEGATIONS, CONTRIBUTION}),
        ({"status": "replaced"}, {"bad-homburg-ring-meeting-2021"}),
        ({"programme": "Urban Diplomacy Exchange"}, {CONFERENCE}),
        ({"organisation": "LaufKulTour"}, {"laufkultour-duesseldorf-2020"}),
        ({"person": "Bénédicte King"}, {"hildesheim-workshop-2025"}),
        ({"topic": "climate"}, {CONFERENCE}),
        ({"topic": "Finanzierung", "status": "announced"}, {"hildesheim-workshop-financing-2025"}),
        ({"country": "US", "role": "invited"}, {CONFERENCE}),
        ({"city": "Washington", "kind": "reception"}, {RECEPTION}),
        ({"city": "Chur", "role": "ring"}, {"bad-homburg-ring-meeting-2020", "bad-homburg-ring-conference-2021",
                                            "bad-homburg-ring-meeting-2021", YOUTH}),
        ({"mode": "online", "year": 2021, "country": "CH"}, {"bad-homburg-ring-conference-2021"}),
    ],
    ids=named,
)  # fmt: skip
def test_events_are_found_by_time_place_and_who_takes_part(
    sample_kb: Database, asked: dict[str, Any], right: set[str]
) -> None:
    timed = bool({"from", "to", "year"} & set(asked))
    assert ids(sample_kb, "events", **asked, **({"undated": "exclude"} if timed else {})) == right


def test_an_undated_event_is_never_left_out_silently(sample_kb: Database) -> None:
    asked = {"from": "2024", "city": "Düsseldorf"}
    found = answer(sample_kb, "events", **asked)
    assert [row["id"] for row in found.rows] == [CONTRIBUTION]
    assert any("1 von 1" in note for note in found.notes)
    left_out = answer(sample_kb, "events", undated="exclude", **asked)
    assert left_out.rows == []
    assert any("weggelassen: 1" in note for note in left_out.notes)


def test_a_time_that_ends_before_it_begins_is_refused(sample_kb: Database) -> None:
    with pytest.raises(UsageError) as wrong:
        answer(sample_kb, "events", **{"from": "2022-10", "to": "2022-09"})
    assert wrong.value.parameter == "to"


def test_csv_tells_what_is_about_and_what_is_inferred(sample_kb: Database) -> None:
    found = answer(sample_kb, "events", city="Hildesheim")
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"][1](found, []).decode(), newline="")))
    assert [(row["people"], row["people_about"], row["inferred"], row["status"]) for row in rows] == [
        ("40", "true", "begin; mode", "held")
    ]


def test_csv_tells_of_each_meeting_whether_it_was_held(sample_kb: Database) -> None:
    found = answer(sample_kb, "meets-with", city="Krefeld", place="exclude")
    (row,) = csv.DictReader(io.StringIO(FORMATS["csv"][1](found, []).decode(), newline=""))
    assert row["events"] == "Partnerschaftskonferenz in Washington [2022-10 (inferred), announced]"
    assert (row["held"], row["announced"]) == ("0", "1")


def test_bad_homburg_meets_its_ring_twice_held_and_once_announced(sample_kb: Database) -> None:
    rows = answer(sample_kb, "meets-with", city="Bad Homburg").rows
    assert names(rows) == ["Cabourg", "Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"]
    counted = ("count", "held", "announced", "direct", "via_ring", "last", "inferred")
    assert {tuple(str(row[name]) for name in counted) for row in rows} == {
        ("3", "2", "1", "2", "1", "2021", "['last']")
    }


def test_the_place_of_an_event_can_be_left_out_of_who_meets(sample_kb: Database) -> None:
    assert names(answer(sample_kb, "meets-with", city="Krefeld").rows) == ["Charlotte", "Washington"]
    assert names(answer(sample_kb, "meets-with", city="Krefeld", place="exclude").rows) == ["Charlotte"]


def test_what_was_replaced_counts_only_where_it_is_asked_for(sample_kb: Database) -> None:
    (row, *_) = answer(sample_kb, "meets-with", city="Bad Homburg", status="replaced").rows
    assert [one["id"] for one in row["events"]] == ["bad-homburg-ring-meeting-2021"]


def test_who_takes_part_in_a_programme_is_one_call(sample_kb: Database) -> None:
    (row,) = answer(sample_kb, "programmes", programme="urban diplomacy exchange").rows
    assert {(one["name"], one["role"]) for one in row["organisations"]} == {
        ("Auswärtiges Amt", "funder"),
        ("Deutscher Städtetag", "supporter"),
    }
    assert {(one["name"], one["role"], one["own"]) for one in row["towns"]} == {
        ("Krefeld", "participant", False),
        ("Charlotte", "invited", False),
        ("Washington", "place", False),
    }


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ({}, {"Aufbau", "Gegenwarten", "Jugend-Bandprojekt", "Klimapartnerschaften", "Urban"}),
        ({"city": "Chemnitz", "role": "beneficiary"}, {"Aufbau"}),
        ({"person": "Mischa Kuball"}, {"Gegenwarten"}),
        ({"status": "running"}, {"Jugend-Bandprojekt"}),
        ({"topic": "Klima"}, {"Klimapartnerschaften", "Urban"}),
        ({"kind": "initiative", "country": "US"}, {"Urban"}),
    ],
    ids=named,
)
def test_programmes_are_found_by_who_takes_part(sample_kb: Database, asked: dict[str, Any], right: set[str]) -> None:
    found = ids(sample_kb, "programmes", **asked)
    assert {next(one for one in found if one.startswith(name.lower())) for name in right} == found


def test_where_an_organisation_appears_is_one_call(sample_kb: Database) -> None:
    (row,) = answer(sample_kb, "organisations", organisation="Auslandsgesellschaft").rows
    assert [(one["id"], one["role"]) for one in row["events"]] == [("dortmund-day-of-partnerships-2015", "organiser")]


def test_what_is_inferred_of_an_organisation_is_told(sample_kb: Database) -> None:
    rows = answer(sample_kb, "organisations", event="hildesheim-workshop-2025").rows
    assert {row["name"]: (row["inferred"], row["roles"]) for row in rows} == {
        "Deutsch-Französisches Institut": ([], ["moderator"]),
        "Metropolregion": (["organisation"], ["contact"]),
    }


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ({"met": "Stephan Keller"}, ["Sven Schulze"]),
        ({"met": "Ullrich Sierau"}, ["Franz-Josef Lersch-Mense", "Marc Jan Eumann"]),
        ({"met": "Alexander Hetjes"}, []),
        ({"city": "Krefeld"}, ["Frank Meyer"]),
        ({"organisation": "Deutsch-Französisches Institut"}, ["Bénédicte King", "Eileen Keller"]),
        ({"role": "inviter"}, ["Franz-Josef Lersch-Mense", "Ullrich Sierau"]),
        ({"programme": "Gegenwarten"}, ["Mischa Kuball"]),
    ],
    ids=named,
)
def test_people_are_found_by_office_part_and_whom_they_met(
    sample_kb: Database, asked: dict[str, Any], right: list[str]
) -> None:
    assert names(answer(sample_kb, "people", **asked).rows) == right


def test_climate_protection_is_found_by_any_word_with_what_the_source_said(sample_kb: Database) -> None:
    for word in ("Klima", "Klimaschutz", "climate", "municipal climate protection"):
        rows = answer(sample_kb, "topics", topic=word).rows
        assert {(row["what"], row["said"]) for row in rows} == {
            ("event", "kommunaler Klimaschutz"),
            ("programme", "Klimapartnerschaften"),
        }


def test_what_a_partnership_is_about_is_told_in_the_sources_words(sample_kb: Database) -> None:
    rows = answer(sample_kb, "topics", what="link").rows
    assert {row["name"] for row in rows} == {"Chemnitz – Düsseldorf"}
    assert {row["topic"]["id"]: row["said"] for row in rows} == {
        "sport": "sportlicher Austausch",
        "civic-engagement": "bürgerschaftliches Engagement",
        "youth": "Jugendprojekte",
        "culture": "Kultur",
        "administration": "Austausch der Stadtverwaltungen",
    }


def test_an_unknown_topic_names_what_is_near(sample_kb: Database) -> None:
    with pytest.raises(NotFoundError) as missing:
        answer(sample_kb, "topics", topic="Klimaschuz")
    assert "climate" in {one["id"] for one in missing.value.nearest}


def test_two_people_of_one_name_are_asked_back(kb: Database) -> None:
    said = [
        EventContent.model_validate({"event": "fest", "title": {"de": "Fest"}, "kind": "meeting"}),
        *(
            AttendanceContent.model_validate(
                {"of": "event", "ref": "fest", "person": "Carla Muster", "town": town(name), "office": {"de": "Rat"}}
            )
            for name in ("Anna", "Berta")
        ),
    ]
    load(kb, "one", said)
    with pytest.raises(AmbiguousThingError) as several:
        answer(kb, "people", met="carla muster")
    assert [one["about"] for one in several.value.candidates] == ["Rat, Anna", "Rat, Berta"]
    first, second = (str(one["id"]) for one in several.value.candidates)
    assert ids(kb, "people", met=first) == {second}
