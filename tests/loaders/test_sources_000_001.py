"""The five sources in `data/sources` say what the design's table of them says, row by row.

Each test holds one row of the table; what it expects was taken from there, not from the files.
"""

from __future__ import annotations

from graph.model import LinkContent, MembershipContent, OrganisationContent, RingContent, TownContent
from tests.loaders.said import contents, event, organisations, pairs, people, programme, rows, topics, towns

MEMBERS = {
    ("Bad Homburg", "DE"), ("Bad Mondorf", "LU"), ("Cabourg", "FR"),
    ("Chur", "CH"), ("Mayrhofen", "AT"), ("Terracina", "IT"),
}  # fmt: skip


# 000 Bad Homburg


def test_000_has_title_and_address_of_the_list_of_rings_and_no_date() -> None:
    source = rows("000")[0].source
    assert source.title == "Partnerschaftsring im Gespräch (Bad Homburg)"
    assert source.url is not None
    assert source.url.endswith("/de/stadt/aktuelles/partnerschaftsring-im-gesprach-xkybx1283x")
    assert source.date is None


def test_000_ring() -> None:
    ring = next(iter(contents("000", RingContent)))
    members = contents("000", MembershipContent)
    assert (ring.ring, ring.named, ring.founded) == ("Partnerschaftsring Bad Homburg", False, "1956")
    assert {(one.town.name, one.town.country) for one in members} == MEMBERS
    assert [one.town.name for one in members if one.role == "founder"] == ["Bad Homburg"]
    assert [words["en"] for words in ring.purposes] == [
        "understanding among peoples",
        "a step towards the political unity of Europe",
    ]
    assert ring.custom is not None
    assert "take turns" in ring.custom["en"]


def test_000_bad_homburg_is_also_written_with_its_long_name() -> None:
    named = {one.town.name: one.names for one in contents("000", TownContent)}
    assert "Bad Homburg v. d. Höhe" in named["Bad Homburg"]


def test_000_conference() -> None:
    conference = event("000", "Online-Konferenz")
    assert (conference.kind, conference.status, conference.mode, conference.begin) == (
        "conference",
        "held",
        "online",
        "2021",
    )
    assert "begin" in conference.evidence
    assert conference.ring == "Partnerschaftsring Bad Homburg"
    assert conference.replaces == (event("000", "65-jährig").event,)
    assert conference.note is not None
    assert "second year in a row" in conference.note["en"]
    assert topics(conference) == {"resumption", "youth-exchange"}
    mayor = people("000", conference.event)["Alexander Hetjes"]
    assert mayor.office == {"de": "Oberbürgermeister", "en": "mayor"}
    assert mayor.town is not None
    assert mayor.town.name == "Bad Homburg"


def test_000_meeting_for_65_years() -> None:
    meeting = event("000", "65-jährig")
    assert (meeting.status, meeting.begin, meeting.marks_years) == ("replaced", "2021", 65)
    assert "begin" in meeting.evidence
    assert ("Bad Homburg", "place") in towns("000", meeting.event)


def test_000_meeting_of_the_year_before() -> None:
    meeting = event("000", "im Jahr zuvor")
    assert (meeting.mode, meeting.begin, meeting.status) == ("online", "2020", "held")
    assert "begin" in meeting.evidence


def test_000_meeting_of_young_people() -> None:
    meeting = event("000", "Jugendliche")
    assert (meeting.status, meeting.begin) == ("announced", "2022")
    assert "begin" in meeting.evidence
    part = towns("000", meeting.event)
    assert ("Bad Homburg", "place") in part
    assert {name for name, role in part if role == "participant"} == {name for name, _ in MEMBERS}


def test_000_visit_of_delegations() -> None:
    visit = event("000", "Delegationen")
    assert (visit.kind, visit.status, visit.begin) == ("visit", "proposed", "2022")
    assert "begin" in visit.evidence
    assert towns("000", visit.event) == {("Bad Homburg", "place")}


def test_000_band_project() -> None:
    project = programme("000", "Band")
    assert project.kind == "project"
    assert project.note == {"de": "Soll fortgeführt werden", "en": "To be continued"}
    assert {name for name, _ in towns("000", project.programme)} == {"Bad Homburg", "Chur"}


def test_000_bilateral_links() -> None:
    links = contents("000", LinkContent)
    home = ("Bad Homburg", "DE")
    partners = {("Exeter", "GB"), ("Marienbad", "CZ"), ("Peterhof", "RU"), ("Dubrovnik", "HR")}
    assert pairs(links) == {(*home, *partner) for partner in partners}
    assert {(link.kind, link.stated, link.since, link.until) for link in links} == {("partnership", "pair", None, None)}
    assert {link.b.geonames for link in links if link.b.name == "Peterhof"} == {510291}
    assert {one.names for one in contents("000", TownContent) if one.town.name == "Marienbad"} == {("Mariánské Lázně",)}


# 001 Hildesheim


def test_001_workshop() -> None:
    workshop = event("001", "Gemeinsam wachsen")
    assert workshop.title["de"] == "Gemeinsam wachsen: Kommunale Partnerschaften im Austausch"
    assert (workshop.kind, workshop.status, workshop.begin) == ("workshop", "held", "2025-05-20")
    assert "begin" in workshop.evidence
    assert (workshop.people, workshop.people_about) == (40, True)
    assert workshop.people_said is not None
    assert "German-French" in workshop.people_said["en"]
    assert towns("001", workshop.event) == {("Hildesheim", "place")}
    moderators = people("001", workshop.event)
    assert {(name, one.role, one.organisation) for name, one in moderators.items()} == {
        ("Eileen Keller", "moderator", "Deutsch-Französisches Institut"),
        ("Bénédicte King", "moderator", "Deutsch-Französisches Institut"),
    }
    assert ("Deutsch-Französisches Institut", "moderator") in organisations(workshop)
    assert topics(workshop) == {
        "financing", "structure", "municipal-ties", "clubs", "fire-brigade", "higher-education",
        "networking", "age-structure", "citizens-meetings", "sport", "culture",
    }  # fmt: skip


def test_001_next_workshop() -> None:
    following = event("001", "Nächster Workshop")
    assert (following.status, following.begin, following.place) == ("announced", "2025-09-02", None)
    assert topics(following) == {"financing"}
    assert following.follows == (event("001", "Gemeinsam wachsen").event,)
    assert towns("001", following.event) == set()


def test_001_organisation_known_only_from_a_domain() -> None:
    found = next(one for one in contents("001", OrganisationContent) if one.organisation == "Metropolregion")
    assert "domain" in found.evidence["organisation"]
    assert ("Metropolregion", "contact") in organisations(event("001", "Gemeinsam wachsen"))
