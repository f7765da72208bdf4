"""The five sources in `data/sources` say what the design's table of them says, row by row.

Each test holds one row of the table; what it expects was taken from there, not from the files.
"""

from __future__ import annotations

from graph.model import LinkContent
from tests.loaders.said import contents, event, organisations, pairs, people, programme, rows, topics, towns

# 002 Krefeld


def test_002_initiative() -> None:
    initiative = programme("002", "Urban Diplomacy Exchange")
    assert initiative.kind == "initiative"
    assert organisations(initiative) == {("Auswärtiges Amt", "funder"), ("Deutscher Städtetag", "supporter")}
    assert initiative.aim is not None
    assert "German-US town partnerships" in initiative.aim["en"]


def test_002_trip() -> None:
    trip = event("002", "Delegation aus Krefeld")
    assert (trip.begin, trip.status) == ("2022-10-17", "announced")
    assert "2016" in trip.evidence["begin"]
    assert towns("002", trip.event) == {("Krefeld", "participant"), ("Washington", "place")}
    assert people("002", trip.event)["Frank Meyer"].office == {"de": "Oberbürgermeister", "en": "mayor"}


def test_002_conference() -> None:
    conference = event("002", "Partnerschaftskonferenz")
    assert (conference.status, conference.begin, conference.end) == ("announced", "2022-10", None)
    assert conference.duration == {"de": "mehrere Tage", "en": "several days"}
    assert conference.programme == "Urban Diplomacy Exchange"
    assert conference.people_said is not None
    assert "nine German and nine US" in conference.people_said["en"]
    assert towns("002", conference.event) == {
        ("Washington", "place"),
        ("Krefeld", "participant"),
        ("Charlotte", "invited"),
    }
    assert topics(conference) == {"sustainability", "climate", "mobility"}


def test_002_reception() -> None:
    reception = event("002", "Empfang")
    assert (reception.kind, reception.begin, reception.status) == ("reception", "2022-10-19", "announced")
    assert reception.time == {"de": "abends", "en": "evening"}
    assert reception.part_of == event("002", "Partnerschaftskonferenz").event
    assert reception.place == "Deutsche Botschaft"
    assert towns("002", reception.event) == {("Washington", "place")}


def test_002_visit_to_charlotte() -> None:
    visit = event("002", "in Charlotte")
    assert (visit.kind, visit.begin, visit.status) == ("visit", "2022-10", "announced")
    assert "begin" in visit.evidence
    assert visit.follows == (event("002", "Partnerschaftskonferenz").event,)
    assert towns("002", visit.event) == {("Krefeld", "participant"), ("Charlotte", "place")}
    assert organisations(visit) == {("Krefeld Business", "participant")}
    assert topics(visit) == {"business", "partnership", "school", "higher-education", "sustainability"}


def test_002_link() -> None:
    (link,) = contents("002", LinkContent)
    assert pairs([link]) == {("Krefeld", "DE", "Charlotte", "US")}
    assert (link.b.region, link.kind, link.stated, link.since) == ("North Carolina", "partnership", "pair", None)


# 003 Düsseldorf and Chemnitz


def test_003_link() -> None:
    (link,) = contents("003", LinkContent)
    assert pairs([link]) == {("Düsseldorf", "DE", "Chemnitz", "DE")}
    assert (link.kind, link.stated, link.since) == ("partnership", "pair", "1988")
    assert topics(link) == {"sport", "civic-engagement", "youth", "culture", "administration"}


def test_003_video_meeting() -> None:
    meeting = event("003", "Videokonferenz")
    assert (meeting.status, meeting.mode, meeting.begin) == ("held", "online", "2021-01-28")
    assert "Thursday 28 January" in meeting.evidence["begin"]
    mayors = people("003", meeting.event)
    assert {name: one.town.name for name, one in mayors.items() if one.town} == {
        "Stephan Keller": "Düsseldorf",
        "Sven Schulze": "Chemnitz",
    }
    assert topics(meeting) == {"partnership"}


def test_003_citizens_meeting() -> None:
    meeting = event("003", "Bürgerbegegnung")
    assert (meeting.status, meeting.begin, meeting.place) == ("held", "2020-10", None)
    assert meeting.people_said is not None
    assert "30 each" in meeting.people_said["en"]
    assert (meeting.marks_years, meeting.marks) == (
        30,
        {"de": "30 Jahre deutsche Einheit", "en": "30 years of German unity"},
    )
    assert towns("003", meeting.event) == {("Düsseldorf", "participant"), ("Chemnitz", "participant")}


def test_003_trip_of_laufkultour() -> None:
    trip = event("003", "LaufKulTour")
    assert (trip.kind, trip.status, trip.begin, trip.place) == ("trip", "held", "2020", "Marktplatz")
    assert {"begin", "place", "note"} <= set(trip.evidence)
    assert trip.note is not None
    assert "yearly sports project" in trip.note["en"]
    assert "by its name a run" in trip.note["en"]
    assert organisations(trip) == {("LaufKulTour", "participant")}
    assert towns("003", trip.event) == {("Düsseldorf", "place"), ("Chemnitz", "participant")}


def test_003_art_project() -> None:
    project = programme("003", "Gegenwarten")
    assert (project.kind, project.begin) == ("project", "2020")
    assert "begin" in project.evidence
    assert towns("003", project.programme) == {("Chemnitz", "place")}
    artist = people("003", project.programme)["Mischa Kuball"]
    assert artist.role == "artist"
    assert artist.town is not None
    assert artist.town.name == "Düsseldorf"


def test_003_capital_of_culture_and_a_proposed_contribution() -> None:
    capital = event("003", "Kulturhauptstadt Europas")
    contribution = event("003", "Beitrag Düsseldorfs")
    assert (capital.begin, capital.status) == ("2025", "announced")
    assert towns("003", capital.event) == {("Chemnitz", "host")}
    assert (contribution.status, contribution.part_of) == ("proposed", capital.event)
    assert towns("003", contribution.event) == {("Düsseldorf", "participant")}


def test_003_help_with_self_government() -> None:
    project = programme("003", "Selbstverwaltung")
    assert (project.kind, project.begin, project.end) == ("project", None, None)
    assert project.note is not None
    assert "money and staff" in project.note["en"]
    assert project.aim is not None
    assert "after the fall of the Wall" in project.aim["en"]
    assert towns("003", project.programme) == {("Düsseldorf", "supporter"), ("Chemnitz", "beneficiary")}


# 004 Dortmund


def test_004_was_published_on_the_day() -> None:
    assert rows("004")[0].source.date == "2015-12-10"


def test_004_day_of_partnerships() -> None:
    day = event("004", "Tag der Städtepartnerschaften")
    assert (day.status, day.begin, day.place) == ("held", "2015-12-10", "Dortmunder U")
    assert (day.people, day.people_about) == (120, True)
    assert day.people_said == {
        "de": "aus Verwaltung und Zivilgesellschaft",
        "en": "of administration and civil society",
    }
    assert towns("004", day.event) == {("Dortmund", "place")}
    assert organisations(day) == {("Auslandsgesellschaft Deutschland e. V.", "organiser")}
    part = people("004", day.event)
    assert {name: one.role for name, one in part.items()} == {
        "Franz-Josef Lersch-Mense": "inviter",
        "Ullrich Sierau": "inviter",
        "Marc Jan Eumann": "speaker",
    }
    offices = {name: (one.office or {})["de"] for name, one in part.items()}
    assert offices["Franz-Josef Lersch-Mense"] == "Europaminister von Nordrhein-Westfalen"
    assert offices["Ullrich Sierau"] == "Oberbürgermeister"
    assert offices["Marc Jan Eumann"].startswith("Staatssekretär")
    assert topics(day) == {"municipal-cooperation", "partnership", "refugees", "voluntary-work"}


def test_004_climate_partnerships_of_rheine() -> None:
    project = programme("004", "Klimapartnerschaften")
    assert (project.kind, project.begin) == ("project", None)
    assert project.note is not None
    assert "Over several years" in project.note["en"]
    assert towns("004", project.programme) == {("Rheine", "participant")}
    assert contents("004", LinkContent) == []
