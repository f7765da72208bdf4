"""Chains between towns: small networks where the answer is known, and what a step is."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest

from graph.database import Database, run
from graph.errors import AmbiguousTownError, UsageError
from graph.model import AnyContent, LinkContent, MembershipContent, Mention, RingContent, TownContent
from graph.questions import question
from graph.questions.asking import ask
from tests.conftest import Filled
from tests.graph.statements.writing import load


def town(name: str, country: str = "DE") -> Mention:
    return Mention(name=name, country=country)


def link(a: str, b: str, **said: Any) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


def ring(name: str, *members: str, kind: str = "ring", **said: Any) -> list[AnyContent]:
    content = RingContent.model_validate({"ring": name, "kind": kind})
    towns = [MembershipContent.model_validate({"ring": name, "town": town(one), **said}) for one in members]
    return [content, *towns]


def rows(kb: Database, name: str, **asked: Any) -> list[dict[str, Any]]:
    return run(kb, ask(question(name), asked)).rows


def chains(kb: Database, a: str, b: str, **asked: Any) -> list[list[str]]:
    return [row["names"] for row in rows(kb, "path", **{"from": a, "to": b, **asked})]


def test_a_shared_ring_is_one_step(kb: Database) -> None:
    load(
        kb,
        "one",
        [link("Anna", "Berta", kind="partnership", since="1990", stated="pair"), *ring("Kranz", "Berta", "Cilli")],
    )
    (row,) = rows(kb, "path", **{"from": "Anna", "to": "Cilli"})
    assert (row["length"], row["towns"]) == (2, ["anna", "berta", "cilli"])
    assert [(one["bilateral"], one["kind"], one["since"], one["rings"]) for one in row["steps"]] == [
        (True, "partnership", "1990", []),
        (False, None, None, [{"id": "kranz", "name": "Kranz"}]),
    ]


def test_the_towns_of_a_chain_tell_how_it_comes_to_them(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta"), *ring("Kranz", "Berta", "Cilli")])
    (row,) = rows(kb, "path", **{"from": "Anna", "to": "Cilli"})
    assert [(one["name"], one.get("bilateral"), one.get("rings")) for one in row["chain"]] == [
        ("Anna", None, None),
        ("Berta", True, []),
        ("Cilli", False, [{"id": "kranz", "name": "Kranz"}]),
    ]


def test_two_phases_and_two_rings_of_a_pair_are_one_step(kb: Database) -> None:
    phases = [
        link("Anna", "Berta", kind=kind, since=since)
        for kind, since in (("friendship", "1980"), ("partnership", "1990"))
    ]
    load(kb, "one", [*phases, *ring("Kranz", "Anna", "Berta"), *ring("Bund", "Anna", "Berta")])
    (row,) = rows(kb, "path", **{"from": "Anna", "to": "Berta"})
    (step,) = row["steps"]
    assert (row["length"], {one["name"] for one in step["rings"]}) == (1, {"Kranz", "Bund"})


def test_members_of_an_association_are_no_step_apart(kb: Database) -> None:
    load(
        kb,
        "one",
        [*ring("Verband", "Anna", "Cilli", kind="association"), link("Anna", "Berta"), link("Berta", "Cilli")],
    )
    assert chains(kb, "Anna", "Cilli") == [["Anna", "Berta", "Cilli"]]


def test_all_shortest_chains_come_in_the_order_of_their_names(kb: Database) -> None:
    load(kb, "one", [link(a, b) for a, b in product(["Anna", "Zora"], ["Emma", "Berta", "Dora"])])
    assert chains(kb, "Anna", "Zora") == [["Anna", middle, "Zora"] for middle in ("Berta", "Dora", "Emma")]


def test_at_most_three_hundred_chains_come_the_first_by_name_and_it_is_said(kb: Database) -> None:
    first, second = ([f"{letter}{number:02}" for number in range(18)] for letter in "mp")
    pairs = [*(("Anna", one) for one in first), *product(first, second), *((one, "Zora") for one in second)]
    load(kb, "one", [link(a, b) for a, b in pairs])
    every = sorted(["Anna", one, other, "Zora"] for one, other in product(first, second))
    answer = run(kb, ask(question("path"), {"from": "Anna", "to": "Zora"}, rows=100_000))
    assert ([row["names"] for row in answer.rows], answer.truncated) == (every[:300], True)
    assert "300" in answer.notes[0]


def test_the_way_to_itself_has_no_step(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta")])
    (row,) = rows(kb, "path", **{"from": "Anna", "to": "Anna"})
    assert (row["length"], row["towns"], row["steps"]) == (0, ["anna"], [])


def test_a_chain_of_fifteen_steps_is_found_and_one_of_sixteen_is_not(kb: Database) -> None:
    names = [f"t{number:02}" for number in range(17)]
    load(kb, "one", [link(a, b) for a, b in pairwise(names)])
    assert chains(kb, "t00", "t15") == [names[:16]]
    answer = run(kb, ask(question("path"), {"from": "t00", "to": "t16"}))
    assert (answer.rows, answer.notes) == ([], ["No chain of at most 15 steps is recorded that fits the choice."])


def test_an_ended_link_is_no_step_unless_the_year_is_asked(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta", since="1980", until="1990", status="ended")])
    assert chains(kb, "Anna", "Berta") == []
    assert chains(kb, "Anna", "Berta", year=1985) == [["Anna", "Berta"]]
    assert chains(kb, "Anna", "Berta", year=1995) == []


def test_a_ring_is_a_step_only_for_those_who_were_in_it_together(kb: Database) -> None:
    load(kb, "one", [*ring("Kranz", "Anna", since="1950", until="1960"), *ring("Kranz", "Berta", since="1970")])
    assert chains(kb, "Anna", "Berta", year=1955) == []
    assert chains(kb, "Anna", "Berta", year=1975) == []


def test_a_chain_keeps_out_of_a_country_but_for_its_ends(kb: Database) -> None:
    french = [TownContent(town=town(name, "FR")) for name in ("Arles", "Brest")]
    ties = [("Arles", "FR", "Brest", "FR"), ("Brest", "FR", "Cork", "IE"), ("Arles", "FR", "Dover", "GB"),
            ("Dover", "GB", "Emden", "DE"), ("Emden", "DE", "Cork", "IE")]  # fmt: skip
    links = [LinkContent(a=town(a, of_a), b=town(b, of_b)) for a, of_a, b, of_b in ties]
    load(kb, "one", [*french, *links])
    assert chains(kb, "Arles", "Cork") == [["Arles", "Brest", "Cork"]]
    assert chains(kb, "Arles", "Cork", without_country="France") == [["Arles", "Dover", "Emden", "Cork"]]
    assert chains(kb, "Arles", "Cork", without_country=["France", "Germany"]) == []


def write_ways(kb: Database) -> None:
    """Ways from Anna to Zora: through a ring, through links of no kind, through friends, and by another source."""
    friends = {"kind": "friendship", "status": "active"}
    load(
        kb,
        "one",
        [
            *ring("Kranz", "Anna", "Zora"),
            *(link(a, b) for a, b in (("Anna", "Berta"), ("Berta", "Zora"))),
            *(link(a, b, **friends) for a, b in (("Anna", "Cilli"), ("Cilli", "Dora"), ("Dora", "Zora"))),
        ],
    )
    load(kb, "two", [*ring("Bund", "Anna", "Emma"), link("Emma", "Zora")])


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ({}, ["Anna", "Zora"]),
        ({"by": "links"}, ["Anna", "Berta", "Zora"]),
        ({"kind": "friendship"}, ["Anna", "Cilli", "Dora", "Zora"]),
        ({"status": "active"}, ["Anna", "Cilli", "Dora", "Zora"]),
        ({"by": "rings"}, ["Anna", "Zora"]),
        ({"ring": "Kranz"}, ["Anna", "Zora"]),
        ({"source": "two"}, ["Anna", "Emma", "Zora"]),
    ],
)
def test_filters_choose_the_steps(filled: Filled, database: Database, asked: dict[str, str], way: list[str]) -> None:
    filled(write_ways)
    assert chains(database, "Anna", "Zora", **asked) == [way]


def write_ring_and_link(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta"), *ring("Kranz", "Anna", "Berta")])


@pytest.mark.parametrize(
    "asked",
    [{"kind": "friendship", "by": "rings"}, {"kind": "friendship", "ring": "Kranz"}, {"ring": "Kranz", "by": "links"}],
)
def test_filters_that_leave_no_step_are_refused(filled: Filled, database: Database, asked: dict[str, str]) -> None:
    filled(write_ring_and_link)
    with pytest.raises(UsageError, match="leave it out"):
        chains(database, "Anna", "Berta", **asked)


def write_readings(kb: Database) -> None:
    reading = [LinkContent(a=town("Reading", country), b=town("Anna")) for country in ("GB", "US")]
    load(kb, "one", reading[:1], means={"Reading": "reading-gb"})
    load(kb, "two", reading[1:], means={"Reading": "reading-us"})


@pytest.mark.parametrize(("parameter", "other"), [("from", "to"), ("to", "from")])
def test_an_ambiguous_end_is_named(filled: Filled, database: Database, parameter: str, other: str) -> None:
    filled(write_readings)
    with pytest.raises(AmbiguousTownError) as raised:
        run(database, ask(question("path"), {parameter: "Reading", other: "Anna"}))
    assert (raised.value.parameter, len(raised.value.towns)) == (parameter, 2)


def test_reach_counts_towns_by_country(kb: Database) -> None:
    ties = [("Anna", "DE", "Arles", "FR"), ("Arles", "FR", "Brest", "FR"), ("Brest", "FR", "Cork", "IE")]
    french = [TownContent(town=town(name, of)) for name, of in (("Arles", "FR"), ("Brest", "FR"), ("Cork", "IE"))]
    load(kb, "one", [*french, *(LinkContent(a=town(a, of_a), b=town(b, of_b)) for a, of_a, b, of_b in ties)])
    found = [(row["country"], row["count"], row["steps"]) for row in rows(kb, "reach-countries", city="Anna", steps=3)]
    assert found == [("FR", 2, 1), ("IE", 1, 3)]


def test_rings_are_listed_with_members_of_today(kb: Database) -> None:
    load(
        kb,
        "one",
        [
            *ring("Kranz", "Berta", "Anna"),
            *ring("Kranz", "Cilli", status="ended"),
            *ring("Bund", "Dora", kind="association"),
        ],
    )
    found = {
        row["name"]: (row["kind"], row["count"], [one["name"] for one in row["members"]]) for row in rows(kb, "rings")
    }
    assert found == {"Kranz": ("ring", 2, ["Anna", "Berta"]), "Bund": ("association", 1, ["Dora"])}


def write_two_rings(kb: Database) -> None:
    load(kb, "one", [*ring("Kranz", "Anna", "Berta"), *ring("Kette", "Berta", "Cilli", kind="chain")])


@pytest.mark.parametrize(
    ("asked", "names"), [({"kind": "chain"}, ["Kette"]), ({"city": "Anna"}, ["Kranz"]), ({"ring": "Kette"}, ["Kette"])]
)
def test_rings_can_be_chosen(filled: Filled, database: Database, asked: dict[str, str], names: list[str]) -> None:
    filled(write_two_rings)
    assert [row["name"] for row in rows(database, "rings", **asked)] == names


def test_members_of_rings_can_be_chosen_by_the_status_of_their_membership(kb: Database) -> None:
    said = {"Anna": "active", "Berta": "suspended", "Cilli": "ended"}
    members = [member for one, status in said.items() for member in ring("Kranz", one, status=status)]
    load(kb, "one", members)
    for status, name in (("active", "Anna"), ("suspended", "Berta"), ("ended", "Cilli")):
        (row,) = run(kb, ask(question("rings"), {"status": status})).rows
        assert [one["name"] for one in row["members"]] == [name]
