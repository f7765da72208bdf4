"""Each row of what the five sources say can be read on a page: of the source, and of what it is about.

What is expected was taken from the design's table of the sources. `~` in front of a text means: not on the page.
"""

# ruff: noqa: E501 - one row of the table a line

from __future__ import annotations

from functools import cache

import pytest
from httpx import Client

from tests.api.pages import Page

RING = "/rings/partnerschaftsring-bad-homburg"
HOMBURG = "Partnerschaftsring im Gespräch (Bad Homburg)"
HILDESHEIM = "Workshop 'Gemeinsam wachsen: Kommunale Partnerschaften im Austausch' (Hildesheim)"
KREFELD = "Oberbürgermeister Meyer reist nach Washington"
CHEMNITZ = "Virtuelles Treffen der Partnerstädte Düsseldorf und Chemnitz"
DORTMUND = "NRW-Kommunen diskutieren über die Zukunft von Städtepartnerschaften"


@cache
def source_paths(client: Client) -> dict[str, str]:
    links = Page(client.get("/sources?lang=en").text).links
    return {title.strip(): path for path, title in links.items() if path.startswith("/sources/")}


def read(client: Client, page: str, lang: str) -> str:
    path = page if page.startswith("/") else source_paths(client)[page].partition("?")[0]
    answer = client.get(path, params={"lang": lang})
    assert answer.status_code == 200
    return Page(answer.text).text


ON_SOURCES = [
    (HOMBURG, ["Published not recorded", "the year 2021 is inferred"]),
    (HOMBURG, ["Partnerschaftsring Bad Homburg", "Founded 1956", "understanding among peoples", "political unity of Europe"]),
    (HOMBURG, ["members take turns to host a yearly meeting", "Bad Homburg (Germany) , founding member"]),
    (HOMBURG, [f"{town} , member" for town in ("Bad Mondorf (Luxembourg)", "Cabourg (France)", "Chur (Switzerland)")]),
    (HOMBURG, ["Mayrhofen (Austria) , member", "Terracina (Italy) , member"]),
    (HOMBURG, ["Online conference of the ring's mayors", "Alexander Hetjes , mayor", "Online for the second year in a row"]),
    (HOMBURG, ["Wiederaufnahme von Aktivitäten", "Jugendaustausch", "Begin 2021 inferred", "founded in 1956"]),
    (HOMBURG, ["Meeting of the mayors for the ring's 65 years", "Occasion 65 years of the ring", "Status replaced"]),
    (HOMBURG, ["The ring's meeting of the year before", "Begin 2020 inferred", "second one online in a row"]),
    (HOMBURG, ["Meeting of young people of all member towns", "Begin 2022 inferred", "Status announced"]),
    (HOMBURG, ["Visit of the partner towns' delegations", "Hoped for by the mayor", "Status proposed"]),
    (HOMBURG, ["Youth band project Bad Homburg-Chur", "Kind project", "To be continued"]),
    (HOMBURG, ["Exeter (United Kingdom)", "Marienbad (Czechia)", "Dubrovnik (Croatia)", "Peterhof (Russia, GeoNames 510291)"]),
    (HOMBURG, ["partnership said of these two towns", "Mariánské Lázně inferred Inferred: the Czech name of the town"]),
    (HILDESHEIM, ["Published not recorded", "No date of publication"]),
    (HILDESHEIM, ["Growing together", "Begin 20 May 2025 inferred", "2 September 2025, is still ahead", "Status held"]),
    (HILDESHEIM, ["about 40", "engaged in German-French twinnings, whose towns are not named"]),
    (HILDESHEIM, ["Deutsch-Französisches Institut (moderator)", "Eileen Keller", "Bénédicte King"]),
    (HILDESHEIM, ["Finanzierung", "Schlüsselfiguren", "Kontakte zur Stadt oder Kommune", "Vereine", "freiwillige Feuerwehr"]),
    (HILDESHEIM, ["Universitäten", "Vernetzung zwischen Partnerschaften", "Altersstruktur", "Bürgerbegegnungen"]),
    (HILDESHEIM, ["Sportveranstaltungen", "Kulturveranstaltungen"]),
    (HILDESHEIM, ["Next workshop (financing)", "Begin 2 September 2025 Follows", "Finanzierungsmöglichkeiten", "Status announced"]),
    (HILDESHEIM, ["Metropolregion", "from the domain of the contact address", "~Hannover", "~@"]),
    (KREFELD, ["Published not recorded", "all of it is announced"]),
    (KREFELD, ["Urban Diplomacy Exchange", "Auswärtiges Amt (funder)", "Deutscher Städtetag (supporter)"]),
    (KREFELD, ["strengthen German-US town partnerships", "Kind initiative"]),
    (KREFELD, ["Delegation of Krefeld travels to Washington", "Begin 17 October 2022 inferred", "2016 or 2022", "Frank Meyer , mayor"]),
    (KREFELD, ["Partnership conference in Washington", "Begin October 2022 inferred", "several days", "exact days are not given"]),
    (KREFELD, ["nine German and nine US municipalities", "Charlotte (North Carolina, United States) , invited"]),
    (KREFELD, ["Nachhaltigkeit", "kommunaler Klimaschutz", "neue Mobilität"]),
    (KREFELD, ["Reception at the German embassy in Washington", "Begin 19 October 2022 inferred", "Time evening", "Part of"]),
    (KREFELD, ["Visit of Krefeld's delegation to Charlotte", "it follows the conference", "Krefeld Business (participant)"]),
    (KREFELD, ["Wirtschaftskontakte", "partnerschaftliche Beziehungen", "Schule", "Hochschule"]),
    (KREFELD, ["Charlotte (North Carolina, United States) – Krefeld (Germany)", "Not given Since"]),
    (CHEMNITZ, ["Published not recorded", "the year 2021 is inferred"]),
    (CHEMNITZ, ["Düsseldorf (Germany) – Chemnitz (Germany)", "Since 1988", "sportlicher Austausch", "Jugendprojekte", "Kultur"]),
    (CHEMNITZ, ["bürgerschaftliches Engagement", "Austausch der Stadtverwaltungen"]),
    (CHEMNITZ, ["Video meeting", "Begin 28 January 2021 inferred", "Form online", "Stephan Keller , mayor", "Sven Schulze , mayor"]),
    (CHEMNITZ, ["Weiterentwicklung der Städtepartnerschaft"]),
    (CHEMNITZ, ["Citizens' meeting", "Begin October 2020 Kind", "30 each from Düsseldorf and Chemnitz", "30 years of German unity"]),
    (CHEMNITZ, ["LaufKulTour (participant)", "Marktplatz inferred", "Begin 2020 inferred", "that it is a run follows from the group's name"]),
    (CHEMNITZ, ["Art project Gegenwarten", "Begin 2020 inferred", "Mischa Kuball , artist", "Chemnitz (Germany) , where it happens"]),
    (CHEMNITZ, ["European Capital of Culture Chemnitz 2025", "Begin 2025 Kind", "Status announced", "Düsseldorf's contribution", "Status proposed"]),
    (CHEMNITZ, ["help in building local self-government", "Help with money and staff", "no dates", "Düsseldorf (Germany) , supporter"]),
    (DORTMUND, ["Published 10 December 2015"]),
    (DORTMUND, ["Day of town partnerships", "Begin 10 December 2015 Kind", "Place Dortmunder U", "Status held"]),
    (DORTMUND, ["about 120", "of administration and civil society"]),
    (DORTMUND, ["Franz-Josef Lersch-Mense , minister for Europe of North Rhine-Westphalia , inviter", "Marc Jan Eumann , state secretary for Europe , speaker"]),
    (DORTMUND, ["Auslandsgesellschaft Deutschland e. V. (organiser)", "Ullrich Sierau , mayor , inviter"]),
    (DORTMUND, ["Zukunft der internationalen kommunalen Kooperation", "wie Städtepartnerschaften lebendig bleiben"]),
    (DORTMUND, ["Integration der Flüchtlinge", "ehrenamtliche Arbeit"]),
    (DORTMUND, ["Climate partnerships of Rheine", "Over several years; partner towns and years are not named", "~Links of two towns"]),
]  # fmt: skip

ELSEWHERE = [
    (RING, "de", ["gegründet 1956", "6 Mitglieder", "keinen Eigennamen", "Verständigung zwischen den Völkern", "Gründungsmitglied"]),
    ("/events/bad-homburg-ring-conference-2021", "de", ["2021 erschlossen", "hat stattgefunden", "Ort online", "Alexander Hetjes"]),
    ("/events/bad-homburg-ring-conference-2021", "de", ["Ersetzt Treffen der Stadtoberhäupter zum 65-jährigen Bestehen"]),
    ("/events/bad-homburg-ring-meeting-2021", "de", ["ersetzt", "Bad Homburg", "65 Jahre", "Ersetzt durch Online-Konferenz"]),
    ("/events/bad-homburg-ring-meeting-2020", "de", ["2020 erschlossen", "hat stattgefunden", "online"]),
    ("/events/bad-homburg-ring-youth-meeting-2022", "de", ["2022 erschlossen", "angekündigt", "~hat stattgefunden"]),
    ("/events/bad-homburg-delegations-2022", "de", ["2022 erschlossen", "vorgeschlagen", "erhofft", "~hat stattgefunden"]),
    ("/cities/gn2953436", "de", ["9 Partner", "4 bilateral; 5 über einen Ring", "Exeter", "Marienbad", "Peterhof", "Dubrovnik"]),
    ("/cities/gn2953436", "de", ["Jugend-Bandprojekt Bad Homburg-Chur"]),
    ("/events/hildesheim-workshop-2025", "de", ["20. Mai 2025 erschlossen", "hat stattgefunden", "etwa 40", "Bénédicte King"]),
    ("/events/hildesheim-workshop-2025", "de", ["Ort Hildesheim", "Eileen Keller , Deutsch-Französisches Institut Moderation"]),
    ("/events/hildesheim-workshop-financing-2025", "de", ["2. September 2025 angekündigt", "Folgt auf Gemeinsam wachsen", "~erschlossen"]),
    ("/events/krefeld-washington-trip-2022", "de", ["17. Oktober 2022 erschlossen", "angekündigt", "Frank Meyer , Oberbürgermeister", "Ort Washington"]),
    ("/events/washington-partnership-conference-2022", "de", ["Oktober 2022 erschlossen", "mehrere Tage", "Charlotte", "eingeladen"]),
    ("/events/washington-partnership-conference-2022", "de", ["Urban Diplomacy Exchange", "neun deutsche und neun US-amerikanische"]),
    ("/events/washington-embassy-reception-2022", "de", ["19. Oktober 2022 erschlossen", "abends", "Deutsche Botschaft", "Teil von"]),
    ("/events/krefeld-charlotte-visit-2022", "de", ["Oktober 2022 erschlossen", "Krefeld Business", "Ort Charlotte"]),
    ("/cities/gn2884509", "de", ["Charlotte", "bilateral", "Partnerschaft", "Beginn nicht erfasst", "Frank Meyer"]),
    ("/cities/gn2934246", "de", ["Chemnitz", "1988", "Jugendprojekte", "Stephan Keller"]),
    ("/events/duesseldorf-chemnitz-video-meeting-2021", "de", ["28. Januar 2021 erschlossen", "online", "Stephan Keller", "Sven Schulze"]),
    ("/events/duesseldorf-chemnitz-citizens-meeting-2020", "de", ["Oktober 2020 hat stattgefunden", "je 30", "30 Jahre deutsche Einheit"]),
    ("/events/laufkultour-duesseldorf-2020", "de", ["2020 erschlossen", "Marktplatz erschlossen", "LaufKulTour"]),
    ("/events/laufkultour-duesseldorf-2020", "en", ["where it happens inferred Inferred: the group was bound for Düsseldorf"]),
    ("/events/capital-of-culture-chemnitz-2025", "de", ["2025 angekündigt", "Chemnitz", "~hat stattgefunden", "~erschlossen"]),
    ("/events/capital-of-culture-duesseldorf-contribution", "de", ["vorgeschlagen", "nicht erfasst", "Teil von Kulturhauptstadt Europas"]),
    ("/cities/gn2940132", "de", ["Hilfe Düsseldorfs beim Aufbau", "erhält Unterstützung", "Kunstprojekt Gegenwarten"]),
    ("/events/dortmund-day-of-partnerships-2015", "de", ["10. Dezember 2015 hat stattgefunden", "Ort Dortmunder U", "etwa 120", "Einladung"]),
    ("/events/dortmund-day-of-partnerships-2015", "en", ["Marc Jan Eumann , state secretary for Europe speaker"]),
    ("/cities/gn2847645", "de", ["Klimapartnerschaften von Rheine", "Keine Partner erfasst"]),
]  # fmt: skip


def missing(text: str, expected: list[str]) -> list[str]:
    """What is not on a page although it should be, and what is although it should not."""
    return [one for one in expected if (one.startswith("~") and one[1:] in text) or (one[0] != "~" and one not in text)]


@pytest.mark.parametrize(("source", "expected"), ON_SOURCES, ids=str)
def test_a_row_can_be_read_on_its_sources_page(client: Client, source: str, expected: list[str]) -> None:
    assert missing(read(client, source, "en"), expected) == []


@pytest.mark.parametrize(("page", "lang", "expected"), ELSEWHERE, ids=str)
def test_a_row_can_be_read_on_the_page_of_what_it_is_about(
    client: Client, page: str, lang: str, expected: list[str]
) -> None:
    assert missing(read(client, page, lang), expected) == []


def test_an_inferred_date_carries_its_mark_in_an_answer_too(client: Client) -> None:
    answer = Page(client.get("/ask/city-events?city=Krefeld&lang=de").text).text
    assert missing(answer, ["17. Oktober 2022 erschlossen", "Oktober 2022 erschlossen Charlotte"]) == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("source", [HOMBURG, HILDESHEIM, KREFELD, CHEMNITZ, DORTMUND])
def test_no_page_of_a_source_has_an_address_to_write_or_call(client: Client, source: str, lang: str) -> None:
    assert missing(read(client, source, lang), ["~@", "~Telefon", "~Tel."]) == []


@pytest.mark.parametrize(
    ("source", "event", "named"),
    [
        (HILDESHEIM, "hildesheim-workshop-2025", "Growing together"),
        (KREFELD, "washington-partnership-conference-2022", "Partnership conference in Washington"),
    ],
)
def test_what_an_event_follows_or_is_part_of_is_named_and_linked(
    client: Client, source: str, event: str, named: str
) -> None:
    page = Page(client.get(source_paths(client)[source]).text)
    assert (named in page.links[f"/events/{event}?lang=en"], event in page.text) == (True, False)
