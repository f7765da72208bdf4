"""A knowledge base in which every field, label and relationship occurs, so that Neo4j knows all their names."""

from __future__ import annotations

from graph.database import Database
from graph.model import (
    AnyContent,
    AttendanceContent,
    EventContent,
    LinkContent,
    MembershipContent,
    OrganisationContent,
    ParticipationContent,
    ProgrammeContent,
    RingContent,
    SourceContent,
    TopicContent,
    TownContent,
)
from graph.statements.merging_towns import merge_towns
from tests.graph.statements.writing import load, town


def everything(kb: Database) -> None:
    """Two sources that say all there is to say, the second something else than the first; and a merged town."""
    for source, year in (("one", 1960), ("two", 1970)):
        described = SourceContent(
            title=source,
            url=f"https://{source}.example",
            publisher="somebody",
            date=str(year),
            licence="CC0",
            language="de",
            speaks_for=town("Anna"),
        )
        load(kb, source, _said(year), described=described)
    load(kb, "three", [LinkContent(a=town("Cilli"), b=town("Dora"))])
    merge_towns(kb, "berta", "cilli")


def _said(year: int) -> list[AnyContent]:
    dates = {"since": str(year), "until": str(year + 10)}
    topics = [{"topic": "sport", "said": {"de": "Sport", "en": "sport", "und": "Sport"}}]
    organisations = [{"name": "Verein", "role": "host"}]
    anna = {"lat": 50.0, "lon": 8.0, "region": "Hessen", "wikidata": "Q1"}
    placed = town("Anna").model_copy(update=anna)
    return [
        TownContent(town=placed, names=("Anne",), region_code="06", population=year, website="https://a.example"),
        TopicContent.model_validate({"topic": "sport", "name": {"de": "Sport", "en": f"sport {year}"}}),
        OrganisationContent(organisation="Verein", kind=str(year), url="https://v.example"),
        LinkContent.model_validate(
            {"a": town("Anna"), "b": town("Berta"), "kind": "partnership", "status": "ended", "topics": topics, **dates}
        ),
        RingContent.model_validate({"ring": "Kranz", "founded": str(year), "ended": "2000", "purposes": ["Friede"]}),
        MembershipContent.model_validate(
            {"ring": "Kranz", "town": town("Anna"), "status": "ended", "role": "founder", **dates}
        ),
        ProgrammeContent.model_validate(
            {
                "programme": "Band", "title": {"de": "Band", "en": "band"}, "kind": "project", "begin": str(year),
                "end": "2001", "status": "running", "ring": "Kranz", "aim": "Musik", "organisations": organisations,
                "topics": topics,
            }
        ),
        *(_event(name, year, topics, organisations) for name in ("fest", "lauf")),
        ParticipationContent(of="event", ref="fest", town=town("Anna"), role="host"),
        ParticipationContent(of="programme", ref="Band", town=town("Anna"), role="participant"),
        AttendanceContent.model_validate(
            {
                "of": "event", "ref": "fest", "person": "Carla", "town": town("Anna"), "organisation": "Verein",
                "office": {"de": "Bürgermeisterin", "en": "mayor", "und": "Maire"},
            }
        ),
    ]  # fmt: skip


def _event(name: str, year: int, topics: object, organisations: object) -> EventContent:
    other = [] if name == "fest" else ["fest"]
    words = {"de": name, "en": name}
    return EventContent.model_validate(
        {
            "event": name, "title": words, "kind": "meeting", "status": "held", "begin": str(year),
            "end": str(year + 1), "time": "abends", "duration": "lange", "mode": "online", "people": 40,
            "people_about": True, "people_said": "viele", "place": "Saal", "ring": "Kranz", "programme": "Band",
            "organisations": organisations, "topics": topics, "replaces": other, "follows": other,
            "part_of": other[0] if other else None, "marks": words, "marks_years": 30, "evidence": {"begin": "said"},
        }
    )  # fmt: skip
