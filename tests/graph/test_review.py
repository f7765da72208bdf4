"""What is up for review: which mentions, in which order, with what beside them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.database import Database, run
from graph.errors import AmbiguousTownError, NotFoundError, UsageError
from graph.model import CityKind, IdentityContent, LinkContent, Mention, SourceContent
from graph.questions import question
from graph.questions.asking import ask
from graph.review import Review, ReviewParameters, mention_of, review
from graph.statements import loads
from graph.statements.statement import Statement, mention_key, statement
from tests.conftest import Filled

CANDIDATE = {"geonames": 5, "name": "Cilli", "country": "AT", "score": 0.4, "refused": "lies elsewhere"}


def said(name: str, country: str = "DE", **identity: Any) -> IdentityContent:
    """A mention that is sure, if `identity` says nothing else."""
    lat, lon = identity.pop("at", (None, None))
    fields = {"city": f"gn{abs(hash(name)) % 10**6}", "geonames": 1, "score": 0.9, "code": "name", "reason": "it fits"}
    mention = Mention(name=name, country=country, lat=lat, lon=lon)
    return IdentityContent.model_validate({"mention": mention, "country": country, **fields, **identity})


def write(kb: Database, source: str, towns: list[IdentityContent], pairs: list[tuple[int, int]] = []) -> None:  # noqa: B006
    """Load towns of a source, and links of those with these places in the list."""
    cities = {mention_key(source, one.mention): one.city for one in towns}
    links = [statement(source, LinkContent(a=towns[a].mention, b=towns[b].mention)) for a, b in pairs]
    made: list[Statement] = [statement(source, SourceContent(title=f"List {source}"))]
    made += [statement(source, one) for one in towns]
    load = loads.begin(kb, source, file=source, source=source)
    loads.name_sources(kb, load, source, {source})
    loads.write(kb, made + links, cities.__getitem__, load)
    loads.finish(kb, load, prune=False, counts={})


def listed(kb: Database, **asked: Any) -> Review:
    return run(kb, review(ReviewParameters(**asked), counts=True))


def names(kb: Database, **asked: Any) -> list[str]:
    return [one["name"] for one in listed(kb, **asked).mentions]


OPEN = [
    said("Anna", city="anna", geonames=None, code="ambiguous", flags=["ambiguous", "review"], candidates=[CANDIDATE]),
    said("Berta", city="gn2", geonames=2, flags=["conflict"], score=0.6, at=(50.5, 8.5)),
    said("Cilli", "AT", city="cilli", geonames=None, code="not-in-gazetteer"),
]
SURE = [
    said("Dora", city="gn4", geonames=4),
    said("Emma", city="emma", geonames=None, code="person"),
    said("Fina", city="fina", geonames=None, code="as-written"),
    said("Gerda", city="gn7", geonames=7, code="person", flags=["review"]),
]


def write_open(kb: Database) -> None:
    """Mentions of one source that are all open or unsure."""
    write(kb, "one", OPEN)


@pytest.fixture
def unsure(filled: Filled, database: Database) -> Database:
    """These mentions, for reading only."""
    filled(write_open)
    return database


def test_what_is_open_or_unsure_is_listed_and_what_a_person_decided_or_wanted_as_written_is_not(kb: Database) -> None:
    write(kb, "one", [*OPEN, *SURE])
    assert names(kb) == ["Anna", "Berta", "Cilli"]


def test_the_town_on_which_most_hangs_comes_first(kb: Database) -> None:
    write(kb, "one", [*OPEN, *SURE], [(2, 3), (2, 4), (1, 3)])
    assert [(one["name"], one["links"]) for one in listed(kb).mentions] == [("Cilli", 2), ("Berta", 1), ("Anna", 0)]


def test_a_mention_comes_with_what_was_written_decided_and_refused(kb: Database) -> None:
    write(kb, "one", [*OPEN, *SURE], [(1, 3)])
    found = {one["name"]: one for one in listed(kb).mentions}
    berta = found["Berta"]
    assert (berta["country"], berta["lat"], berta["lon"]) == ("DE", 50.5, 8.5)
    assert (berta["geonames"], berta["score"], berta["reason"]) == (2, 0.6, "it fits")
    assert (berta["source"], berta["partners"]) == (
        {"id": "one", "title": "List one", "url": None},
        [{"name": "Dora", "country": "DE"}],
    )
    assert found["Anna"]["candidates"] == [CANDIDATE]


def test_partners_are_those_of_the_same_source(kb: Database) -> None:
    write(kb, "one", [OPEN[0], SURE[0]], [(0, 1)])
    write(kb, "two", [SURE[0], said("Anna", city="anna", geonames=None), said("Hanna", city="gn8")], [(1, 2)])
    partners = {one["source"]["id"]: [two["name"] for two in one["partners"]] for one in listed(kb).mentions}
    assert partners == {"one": ["Dora"], "two": ["Hanna"]}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"country": "AT"}, ["Cilli"]),
        ({"country": "Österreich"}, ["Cilli"]),
        ({"flag": "conflict"}, ["Berta"]),
        ({"flag": "unresolved"}, ["Anna", "Cilli"]),
        ({"text": "ERT"}, ["Berta"]),
        ({"flag": "unresolved", "country": "DE"}, ["Anna"]),
        ({"limit": 1, "offset": 1}, ["Berta"]),
    ],
    ids=str,
)
def test_it_can_be_narrowed_down_and_paged(unsure: Database, asked: dict[str, Any], expected: list[str]) -> None:
    assert names(unsure, **asked) == expected


def test_the_total_is_of_all_that_fit_and_the_counts_of_all_that_is_open(unsure: Database) -> None:
    found = listed(unsure, country="DE", limit=1)
    assert (len(found.mentions), found.total, found.countries) == (1, 2, {"AT": 1, "DE": 2})
    assert found.flags == {"ambiguous": 1, "conflict": 1, "review": 1, "unresolved": 2}


def test_an_unknown_country_is_named(unsure: Database) -> None:
    with pytest.raises(UsageError, match="Atlantis"):
        listed(unsure, country="Atlantis")


@pytest.mark.parametrize("text", ["Cilli", "cilli, AT", "Cilli, Austria", "CILLI, Österreich"])
def test_a_mention_is_found_by_what_it_reads_like(unsure: Database, text: str) -> None:
    assert mention_of(unsure, text).mention.name == "Cilli"


def test_a_mention_is_found_by_its_key_though_it_is_decided(kb: Database) -> None:
    write(kb, "one", SURE)
    key = mention_key("one", SURE[0].mention)
    assert (mention_of(kb, key).text, mention_of(kb, key).is_open) == ("Dora, DE", False)


def test_mentions_that_lie_apart_are_told_with_their_keys(kb: Database) -> None:
    both = [said("Neu", city="neu", geonames=None, at=place) for place in ((50.0, 8.0), (52.0, 9.0))]
    write(kb, "one", both)
    with pytest.raises(AmbiguousTownError) as caught:
        mention_of(kb, "Neu, DE")
    assert {town["id"] for town in caught.value.towns} == {mention_key("one", one.mention) for one in both}


def test_a_text_that_nothing_reads_like_is_not_found(unsure: Database) -> None:
    with pytest.raises(NotFoundError, match="Cilli, FR"):
        mention_of(unsure, "Cilli, FR")


def near(kb: Database, **asked: Any) -> list[tuple[str, str, float]]:
    rows = run(kb, ask(question("near-duplicates"), asked)).rows
    return [(row["id"], row["other"]["id"], row["distance_km"]) for row in rows]


def test_near_duplicates_are_of_one_name_and_close(kb: Database) -> None:
    # A minute of latitude is 1.85 km: 0.03 degrees are 3.3 km, 0.1 degrees 11.1 km.
    places = {
        "a": ("Möwe", (50.0, 8.0)),
        "b": ("Mowe", (50.03, 8.0)),
        "c": ("Möwe", (50.1, 8.0)),
        "d": ("Rabe", (50.0, 8.0)),
    }
    write(
        kb,
        "one",
        [said(name, city=key, geonames=None, kind=CityKind.TOWN, at=at) for key, (name, at) in places.items()],
        [(0, 3)],
    )
    assert near(kb) == [("a", "b", 3.3)]
    assert near(kb, within_km=12) == [("a", "b", 3.3), ("b", "c", 7.8), ("a", "c", 11.1)]
    assert near(kb, country="FR") == []
    (row,) = run(kb, ask(question("near-duplicates"), {})).rows
    assert (row["partners"], row["other_partners"], row["shared_name"]) == (1, 0, "mowe")
