"""What holds of loads, whatever is in the files and in whatever order they come: laws, tried on random files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from graph.database import Address, Database
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from graph.statements.merging_towns import merge_towns, split_mentions
from loaders import Report
from tests.loaders.random_files import File, files

Projection = Callable[[], list[list[str]]]
FEW, MANY = 3, 150
HALF_AN_HOUR = 1800

ACTS = st.one_of(
    st.tuples(st.sampled_from(["load", "load", "prune"]), files("one", "two")),
    st.tuples(st.sampled_from(["again", "undo", "merge", "split"]), st.integers(0, 5)),
)
PLANS = st.lists(ACTS, min_size=3, max_size=7)


@dataclass
class World:
    """The knowledge base with what a plan has done to it."""

    kb: Database
    address: Address
    folder: Path
    projection: Projection
    loaded: list[tuple[File, bool]]

    def facts(self) -> bytes:
        return b"".join(facts(self.kb))

    def seen(self) -> tuple[bytes, list[list[str]]]:
        """All that can be seen of it: facts, and what they add up to."""
        return self.facts(), self.projection()

    def load(self, file: File, *, prune: bool = False) -> Report:
        self.loaded.append((file, prune))
        written = file.written(self.folder)
        return loaders.load(written, kind=file.kind, source=file.source, resolve=False, prune=prune, db=self.kb)

    def asked(self, query: Any) -> list[Any]:
        with neo4j.GraphDatabase.driver(self.address.uri, auth=(self.address.user, self.address.password)) as driver:
            return [row[0] for row in driver.execute_query(query, database_=self.address.database).records]

    def act(self, what: str, which: Any) -> str | None:
        """Do one act of a plan; returns the load that it is, None where there is nothing to do it to."""
        if what in ("load", "prune"):
            return self.load(which, prune=what == "prune").load
        if what == "again":
            return self.load(*self.loaded[which % len(self.loaded)][:1]).load if self.loaded else None
        if what == "undo":
            standing = self.standing()
            if standing:
                loads.undo(self.kb, standing[which % len(standing)])
            return None
        if what == "merge":
            ids = self.asked("MATCH (c:City) RETURN c.id ORDER BY c.id")
            first, second = which % max(1, len(ids)), (which * 2 + 1) % max(1, len(ids))
            return merge_towns(self.kb, ids[first], ids[second]).load if first != second else None
        towns = self.asked(
            "MATCH (m:Mention) MATCH (c:City {key: m.city}) WITH c.id AS id, m.key AS key ORDER BY id, key "
            "WITH id, collect(key) AS keys WHERE size(keys) > 1 RETURN [id, keys[0]] ORDER BY id"
        )
        return (
            split_mentions(self.kb, towns[which % len(towns)][0], [towns[which % len(towns)][1]]).load
            if towns
            else None
        )

    def standing(self) -> list[str]:
        """The loads that were not taken back, the newest first."""
        return [row["load"]["id"] for row in loads.all_loads(self.kb) if row["load"]["state"] == "done"]


@pytest.fixture
def world(kb: Database, neo4j_address: Address, tmp_path: Path, projection: Projection) -> World:
    return World(kb, neo4j_address, tmp_path, projection, [])


def tried(examples: int) -> Callable[[Any], Any]:
    """Try a law on so many examples; the database is emptied for each."""
    return settings(
        max_examples=examples, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
    )  # fmt: skip


FEWER_AND_MORE = pytest.mark.parametrize(
    "examples",
    [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(HALF_AN_HOUR)])],
)


@FEWER_AND_MORE
def test_an_act_taken_back_leaves_what_was_before_and_done_again_what_was_after(
    world: World, wipe: Callable[[], None], examples: int
) -> None:
    @tried(examples)
    @given(plan=PLANS)
    def law(plan: Sequence[tuple[str, Any]]) -> None:
        wipe()
        world.loaded.clear()
        for what, which in plan:
            before = world.seen()
            done = world.act(what, which)
            if done is None:
                continue
            after = world.seen()
            loads.undo(world.kb, done)
            assert world.seen() == before
            if what in ("load", "prune"):
                world.load(which, prune=what == "prune")
                assert world.seen() == after

    law()


@FEWER_AND_MORE
def test_loading_a_file_again_changes_nothing(world: World, wipe: Callable[[], None], examples: int) -> None:
    @tried(examples)
    @given(earlier=st.lists(files("one", "two"), max_size=2), file=files("one"), prune=st.booleans())
    def law(earlier: list[File], file: File, prune: bool) -> None:
        wipe()
        for one in earlier:
            world.load(one)
        world.load(file, prune=prune)
        before = world.seen()
        report = world.load(file, prune=prune)
        assert world.seen() == before
        assert (report.new, report.changed, report.same) == (0, 0, report.read - report.rejected)

    law()


@FEWER_AND_MORE
def test_taking_all_back_in_any_order_leaves_nothing(world: World, wipe: Callable[[], None], examples: int) -> None:
    @tried(examples)
    @given(plan=PLANS, data=st.data())
    def law(plan: Sequence[tuple[str, Any]], data: st.DataObject) -> None:
        wipe()
        world.loaded.clear()
        for what, which in plan:
            world.act(what, which)
        for load in data.draw(st.permutations(world.standing())):
            loads.undo(world.kb, load)
        assert world.seen() == (b"", [[], []])

    law()


@FEWER_AND_MORE
def test_the_order_in_which_sources_are_loaded_does_not_matter(
    world: World, wipe: Callable[[], None], examples: int
) -> None:
    @tried(examples)
    @given(some=st.tuples(files("one"), files("two"), files("three")), data=st.data())
    def law(some: tuple[File, ...], data: st.DataObject) -> None:
        orders = [some, data.draw(st.permutations(some))]
        found = []
        for order in orders:
            wipe()
            for file in order:
                world.load(file)
            found.append(world.seen())
        assert found[0] == found[1]

    law()


@FEWER_AND_MORE
def test_an_export_read_in_gives_the_same_export(world: World, wipe: Callable[[], None], examples: int) -> None:
    @tried(examples)
    @given(plan=PLANS)
    def law(plan: Sequence[tuple[str, Any]]) -> None:
        wipe()
        world.loaded.clear()
        for what, which in plan:
            world.act(what, which)
        before, seen = list(backup(world.kb)), world.seen()
        wipe()
        restore(world.kb, before)
        assert (list(backup(world.kb)), world.seen()) == (before, seen)

    law()
