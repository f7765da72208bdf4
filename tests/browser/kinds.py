"""An address of each kind of page, on the sample data, by what the page is; all answer 200 but `MISTAKEN`."""

from __future__ import annotations

from urllib.parse import urlencode

from graph.questions import QUESTIONS

HOMBURG = "gn2953436"
RING = "partnerschaftsring-bad-homburg"

PAGES = {
    "start": "/",
    "search": "/search?q=Marienbad",
    "nothing found": "/search?q=xqzzyw",
    "town": f"/cities/{HOMBURG}",
    "countries": "/countries",
    "country": "/countries/FR",
    "rings": "/rings",
    "ring": f"/rings/{RING}",
    "events": "/events",
    "event": "/events/washington-partnership-conference-2022",
    "programmes": "/programmes",
    "programme": "/programmes/gegenwarten",
    "organisations": "/organisations",
    "organisation": "/organisations/auslandsgesellschaft-deutschland-e-v",
    "people": "/people",
    "person": "/people/alexander-hetjes-bb5ff2",
    "topics": "/topics",
    "topic": "/topics/business",
    "sources": "/sources",
    "source": "/sources/oberburgermeister-meyer-reist-nach-washington-b8859d",
    "questions": "/ask",
    "figures": "/figures",
    "about": "/about",
    "report": f"/report?of=city&id={HOMBURG}",
    "networks": "/network",
}
"""Pages to read."""

DRAWN = {
    "map": "/map",
    "API": "/docs",
    "network of a town": f"/network?question=partners&city={HOMBURG}",
    "network of a ring": f"/network?question=ring-members&ring={RING}",
}
"""Pages that scripts draw."""

EMBEDDED = {
    "map in another page": "/map?embed=1",
    "network in another page": f"/network?question=partners&city={HOMBURG}&embed=1",
    "figures in another page": "/figures?embed=1",
    "map of a town": f"/map?city={HOMBURG}",
}
"""Pictures as they stand in other pages, and the map that begins with a town."""

PRINTED = {"/map.svg", "/map.pdf", "/map.png"}
"""Pictures of all the network, which take a core for long; `tests/api/test_printing.py` asks for them."""

CURATED = {
    "review": "/review",
    "review of rings": "/review/rings",
    "review of reports": "/review/reports",
    "add": "/add",
    "add a link": "/add/link",
    "add a membership": "/add/membership",
    "add an event": "/add/event",
    "add a file": "/add/file",
    "loads": "/add/loads",
    "merge": "/add/merge",
}
"""Pages of a curator who is logged in."""

MISTAKEN = {
    "no such town": ("/cities/nowhere", 404),
    "no such page": ("/nowhere", 404),
    "a town mistyped": ("/ask/partners?city=Krefelt", 404),
    "two towns of a name": ("/ask/partners?city=Reading", 409),
    "no such year": (f"/ask/partners?city={HOMBURG}&year=soon", 422),
}
"""What an error shows, and its status."""


def answered() -> dict[str, str]:
    """Each question with its worked example, by its name."""
    return {name: f"/ask/{name}?{urlencode(asked.example.parameters, doseq=True)}" for name, asked in QUESTIONS.items()}


def measured() -> list[str]:
    """Pages of figures of the whole network, which are computed when somebody asks for them."""
    return [PAGES["figures"], *(path for name, path in answered().items() if QUESTIONS[name].measure)]


def spoken(path: str, lang: str) -> str:
    """An address in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"
