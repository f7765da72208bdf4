"""Bilateral or via a ring, today, as of a year, and ended: the rules of the architecture on small networks."""

from __future__ import annotations

import pytest

from graph.database import Database, run
from graph.model import LinkContent, LinkStatus, MembershipContent, RingContent
from graph.questions import question
from graph.questions.asking import ask
from tests.graph.statements.writing import load, town


def member(name: str, **said: object) -> MembershipContent:
    return MembershipContent.model_validate({"ring": "Kranz", "town": town(name), **said})


def partners(kb: Database, **said: object) -> dict[str, tuple[bool, str | None]]:
    rows = run(kb, ask(question("partners"), {"city": "anna", **said})).rows
    return {row["name"]: (row["bilateral"], row["status"]) for row in rows}


@pytest.mark.parametrize(
    ("since", "joined", "founded", "bilateral"),
    [
        ("1960", "1970", None, True),
        ("1980", "1970", None, False),
        ("1970", "1970-05", None, False),
        (None, "1970", None, False),
        ("1960", None, None, True),
        ("1956", None, "1956-10-04", False),
        ("1950", None, "1956", True),
        (None, None, None, False),
    ],
    ids=[
        "linked before both were in",
        "linked after",
        "the year of joining is not before it",
        "an undated link of a list",
        "a dated link beside a ring without any date",
        "the year the ring was founded",
        "before the ring was founded",
        "nothing dated",
    ],
)
def test_a_listed_pair_inside_a_ring(
    kb: Database, since: str | None, joined: str | None, founded: str | None, bilateral: bool
) -> None:
    ring = RingContent(ring="Kranz", founded=founded)
    load(kb, "rings", [ring, member("Anna", since=joined), member("Berta", since=joined)])
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"), since=since)])
    assert partners(kb) == {"Berta": (bilateral, None)}


def test_who_left_the_ring_is_an_ended_partner_and_none_of_today(kb: Database) -> None:
    left = member("Berta", status=LinkStatus.ENDED)
    load(kb, "rings", [RingContent(ring="Kranz"), member("Anna"), member("Cilli"), left])
    assert partners(kb) == {"Cilli": (False, None)}
    assert partners(kb, status="ended") == {"Berta": (False, "ended")}


def test_undated_excluded_keeps_what_is_dated(kb: Database) -> None:
    members = [member("Anna", since="1956"), member("Berta", since="1956"), member("Cilli")]
    load(kb, "rings", [RingContent(ring="Kranz"), *members])
    load(
        kb,
        "list",
        [LinkContent(a=town("Anna"), b=town("Dora"), since="1950"), LinkContent(a=town("Anna"), b=town("Emil"))],
    )
    assert set(partners(kb, year=1960, undated="exclude")) == {"Berta", "Dora"}
    assert set(partners(kb, year=1960)) == {"Berta", "Cilli", "Dora", "Emil"}
