"""Pages of organisations, people, programmes and topics: what the five sources say of them, and the ways that lead there.

What is expected was taken from the design's table of the sources. `~` in front of a text means: not on the page.
"""

# ruff: noqa: E501 - one row of the table a line

from __future__ import annotations

import pytest
from httpx import Client

from tests.api.pages import Page

UDE = "/programmes/urban-diplomacy-exchange"
ON_PAGES = [
    (UDE, "en", ["initiative", "date not recorded", "strengthen German-US town partnerships", "Auswärtiges Amt funder", "Deutscher Städtetag supporter"]),
    (UDE, "de", ["Initiative", "Krefeld Deutschland Teilnahme, bei einer ihrer Veranstaltungen", "Charlotte Vereinigte Staaten eingeladen", "Oktober 2022 erschlossen", "angekündigt"]),
    ("/programmes/gegenwarten", "en", ["Art project Gegenwarten", "2020 inferred Inferred: 'last year' as seen from January 2021", "Mischa Kuball , artist, Düsseldorf artist", "Chemnitz Germany where it happens"]),
    ("/programmes/gegenwarten", "de", ["Kunstprojekt Gegenwarten", "Kultur Kunstprojekt"]),
    ("/programmes/jugend-bandprojekt-bad-homburg-chur", "en", ["running inferred Inferred: it is to be continued", "To be continued", "Chur", "Bad Homburg"]),
    ("/programmes/klimapartnerschaften-der-stadt-rheine", "en", ["Rheine Germany", "Over several years; partner towns and years are not named", "municipal climate protection"]),
    ("/programmes/aufbau-der-kommunalen-selbstverwaltung-in-chemnitz", "en", ["Düsseldorf Germany supporter", "Chemnitz Germany beneficiary", "after the fall of the Wall", "Help with money and staff; no dates"]),
    ("/organisations/auslandsgesellschaft-deutschland-e-v", "en", ["Day of town partnerships", "10 December 2015", "organiser", "held", "Dortmund"]),
    ("/organisations/metropolregion", "en", ["inferred Inferred: from the domain of the contact address; not expanded to a full name", "contact", "~Hannover", "~@"]),
    ("/organisations/deutsch-franzosisches-institut", "de", ["Bénédicte King Moderation", "Eileen Keller Moderation", "20. Mai 2025 erschlossen"]),
    ("/organisations/laufkultour", "en", ["Kind group", "Group from Chemnitz", "2020 inferred", "participant"]),
    ("/organisations/auswartiges-amt", "en", ["Urban Diplomacy Exchange", "initiative", "funder"]),
    ("/topics/climate", "de", ["Kommunaler Klimaschutz", "municipal climate protection", "kommunaler Klimaschutz", "Klimapartnerschaften", "angekündigt"]),
    ("/topics/sport", "en", ["Sportveranstaltungen", "sportlicher Austausch", "Chemnitz – Düsseldorf", "1988", "partnership"]),
    ("/people", "de", ["Frank Meyer", "Oberbürgermeister", "angekündigt", "Marc Jan Eumann", "Staatssekretär für Europa"]),
    ("/organisations", "en", ["Metropolregion inferred", "LaufKulTour", "Krefeld Business"]),
    ("/programmes", "en", ["Art project Gegenwarten", "Urban Diplomacy Exchange", "2020 inferred"]),
    ("/topics", "en", ["municipal climate protection", "kommunaler Klimaschutz"]),
]  # fmt: skip

LEADS = [
    ("/events/hildesheim-workshop-2025", ["/organisations/deutsch-franzosisches-institut", "/organisations/metropolregion", "/topics/fire-brigade"]),
    ("/events/washington-partnership-conference-2022", [UDE, "/topics/climate", "/topics/mobility"]),
    ("/events/krefeld-charlotte-visit-2022", ["/organisations/krefeld-business", "/topics/school"]),
    ("/cities/gn2940132", ["/programmes/gegenwarten", "/topics/culture", "/programmes/aufbau-der-kommunalen-selbstverwaltung-in-chemnitz"]),
    ("/cities/gn2847645", ["/programmes/klimapartnerschaften-der-stadt-rheine"]),
    ("/topics/climate", ["/events/washington-partnership-conference-2022", "/programmes/klimapartnerschaften-der-stadt-rheine"]),
    ("/topics/sport", ["/ask/bilateral?city=gn2940132&city=gn2934246", "/events/laufkultour-duesseldorf-2020"]),
    (UDE, ["/organisations/auswartiges-amt", "/events/washington-partnership-conference-2022", "/cities/gn2884509"]),
    ("/events", ["/people", "/organisations", "/programmes", "/topics"]),
    ("/search?q=Auslandsgesellschaft", ["/organisations/auslandsgesellschaft-deutschland-e-v"]),
    ("/search?q=Klimaschutz", ["/topics/climate"]),
    ("/ask/programmes?topic=Klima", ["/topics/climate", UDE]),
]  # fmt: skip


def read(client: Client, path: str, lang: str) -> Page:
    answer = client.get(path, params={"lang": lang} if "?" not in path else None)
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize(("path", "lang", "expected"), ON_PAGES, ids=str)
def test_what_a_source_says_can_be_read_there(client: Client, path: str, lang: str, expected: list[str]) -> None:
    said = read(client, path, lang).text
    assert [one for one in expected if (one[1:] in said if one.startswith("~") else one not in said)] == []


@pytest.mark.parametrize(("path", "expected"), LEADS, ids=str)
def test_a_page_leads_on_to_what_it_names(client: Client, path: str, expected: list[str]) -> None:
    links = {link.replace("?lang=en", "").replace("lang=en&", "") for link in read(client, path, "en").links}
    assert [one for one in expected if one not in links] == []


PEOPLE = [
    ("Alexander Hetjes", "mayor", "/events/bad-homburg-ring-conference-2021", "/cities/gn2953436"),
    ("Eileen Keller", "Deutsch-Französisches Institut", "/events/hildesheim-workshop-2025", "/organisations/deutsch-franzosisches-institut"),
    ("Frank Meyer", "mayor", "/events/krefeld-washington-trip-2022", "/cities/gn2884509"),
    ("Stephan Keller", "mayor", "/events/duesseldorf-chemnitz-video-meeting-2021", "/cities/gn2934246"),
    ("Mischa Kuball", "artist", "/programmes/gegenwarten", "/cities/gn2934246"),
    ("Marc Jan Eumann", "state secretary for Europe", "/events/dortmund-day-of-partnerships-2015", "/topics/refugees"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "at", "of"), PEOPLE)
def test_a_person_is_shown_in_office_with_what_they_took_part_in(
    client: Client, name: str, said: str, at: str, of: str
) -> None:
    (found,) = [one for one in client.get("/api/search", params={"q": name}).json()["results"] if one["name"] == name]
    event = read(client, at, "en")
    assert f"/people/{found['id']}?lang=en" in event.links
    page = read(client, f"/people/{found['id']}", "en")
    assert said in page.text
    assert {f"{at}?lang=en", f"{of}?lang=en"} <= set(page.links)
    assert "@" not in page.text


@pytest.mark.parametrize("kind", ["organisations", "people", "programmes", "topics"])
def test_what_is_not_there_is_told(client: Client, kind: str) -> None:
    assert client.get(f"/{kind}/no-such-thing").status_code == 404
    answer = client.get(f"/api/{kind}/no-such-thing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_name_that_fits_two_people_offers_both(client: Client) -> None:
    answer = client.get("/api/questions/people", params={"met": "Keller"})
    assert answer.status_code == 409
    assert {one["name"] for one in answer.json()["candidates"]} == {"Stephan Keller", "Eileen Keller"}
    page = Page(client.get("/ask/people", params={"met": "Keller", "lang": "de"}).text)
    offered = {text for link, text in page.links.items() if link.startswith("/ask/people?met=")}
    assert any("Stephan Keller" in one and "Oberbürgermeister" in one for one in offered)


@pytest.mark.parametrize(
    ("of", "typed", "name"),
    [
        ("person", "meyer", "Frank Meyer"),
        ("topic", "klima", "municipal climate protection"),
        ("organisation", "auswärt", "Auswärtiges Amt"),
        ("programme", "urban", "Urban Diplomacy Exchange"),
    ],
)
def test_what_a_field_suggests_means_that_and_no_other(client: Client, of: str, typed: str, name: str) -> None:
    found = client.get("/api/search", params={"q": typed, "type": of}).json()["results"][0]
    assert (found["type"], found["name"]) == (of, name)
    question = {"person": "people", "topic": "topics", "organisation": "organisations", "programme": "programmes"}[of]
    rows = client.get(f"/api/questions/{question}", params={of: found["written"]}).json()["rows"]
    assert {row["topic"]["id"] if of == "topic" else row["id"] for row in rows} == {found["id"]}
