"""What stands beside the statements of a load: what other sources say otherwise, links that look like theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from graph.cypher import pieces
from graph.database import Database, Transaction
from graph.model import LinkContent
from graph.names import folded_variants
from graph.statements.links import ENDS
from graph.statements.loads import BATCH, Load
from graph.statements.merging import APART, EMPTY, LISTS, REMARKS, agree, as_text
from graph.statements.statement import CityOf, Statement, subject_of
from graph.statements.voices import chunks, with_since

_APART = APART | LISTS | REMARKS | ENDS


class Contradiction(NamedTuple):
    """A field of which another source says something else: what is said here, and there."""

    field: str
    here: str
    there: str
    source: str


class Lookalike(NamedTuple):
    """A link that is there already: of one of the two towns, with another town of the other's name."""

    town: str
    country: str | None
    partner: str
    partner_country: str | None
    partner_id: str


def contradictions(db: Database, made: Sequence[Statement], city_of: CityOf) -> dict[str, list[Contradiction]]:
    """Where other sources contradict statements, by their ids. A pair's phases of two kinds do not; reads only."""
    found: dict[str, list[Contradiction]] = {}
    for part in chunks(made, BATCH):
        subjects = {one.id: subject_of(one, city_of) for one in part}
        others = _others(db, sorted(set(subjects.values())))
        for one in part:
            said = orjson.loads(one.json)
            against = [
                Contradiction(name, as_text(value), as_text(there[name]), source)
                for source, there in others.get(subjects[one.id], ())
                if source != one.source and _one_phase(said, there)
                for name, value in said.items()
                if name not in _APART and there.get(name) not in EMPTY and not agree(name, value, there[name])
            ]
            if against:
                found[one.id] = sorted(set(against))
    return found


def lookalikes(db: Database, made: Sequence[Statement], city_of: CityOf, load: Load) -> dict[str, list[Lookalike]]:
    """Links already there that look like those in `made`, which are not, by statement id; reads only.

    Alike are two links of one town with partners of the same name in any spelling: one of them may mean the wrong town.
    """
    own = sorted(load.sources - load.known)
    rows = [row for one in made if isinstance(one.content, LinkContent) for row in _ends(one, one.content, city_of)]
    found: dict[str, list[Lookalike]] = defaultdict(list)
    for part in chunks(rows, BATCH):
        bound = pieces("statements/cypher/beside")["similar"].bind(rows=part, own=own)
        for id_, *alike in db.read_in(lambda tx, bound=bound: tx.table(bound), timeout=120):  # type: ignore[misc]
            found[id_].append(Lookalike(*alike))
    return {id_: sorted(alike, key=lambda one: (one.partner, one.partner_id)) for id_, alike in found.items()}


def _others(db: Database, subjects: list[str]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    def work(tx: Transaction) -> list[list[Any]]:
        return tx.table(with_since("of_subjects").bind(subjects=subjects, known=[]))

    others: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for subject, _, source, content, _ in db.read_in(work, timeout=120):
        others[subject].append((source, orjson.loads(content)))
    return others


def _one_phase(here: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether two statements can be about the same phase: a friendship that began before says nothing against it."""
    kinds = {said["kind"] for said in (here, there) if said.get("kind")}
    return here["type"] != "link" or len(kinds) < 2


def _ends(made: Statement, link: LinkContent, city_of: CityOf) -> list[dict[str, Any]]:
    a, b = city_of(made.a or ""), city_of(made.b or "")
    return [
        {"id": made.id, "city": a, "other": b, "names": sorted(folded_variants(link.b.name))},
        {"id": made.id, "city": b, "other": a, "names": sorted(folded_variants(link.a.name))},
    ]
