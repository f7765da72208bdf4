"""What the statements in force add up to, computed anew for the subjects that a transaction touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.database import Transaction
from graph.statements.links import project_links, project_members
from graph.statements.speakers import project_speakers
from graph.statements.things import project_attendances, project_parts, project_things
from graph.statements.towns import merges_in_force, project_cities, project_mentions
from graph.statements.voices import NONE, Fresh, statements

_MERGE = "merge"


def project(tx: Transaction, subjects: Iterable[str], fresh: Fresh = NONE) -> None:
    """Bring the projection of these subjects up to date; `fresh` are statements that this transaction wrote."""
    todo: dict[str, set[str]] = defaultdict(set)

    def add(more: Iterable[str]) -> None:
        for subject in more:
            todo[subject.partition(":")[0]].add(subject)

    add(subjects)
    for kind in ("source", "topic", "organisation", "ring", "programme", "event"):
        done = frozenset(todo[kind])
        add(project_things(tx, kind, done))
        add(project_things(tx, kind, todo[kind] - done))  # those that refer to others of their kind
    if todo[_MERGE]:
        todo["mention"] |= _merged_mentions(tx, todo[_MERGE])
    moves = project_mentions(tx, todo["mention"], fresh)
    add(moves.subjects)
    add(moves.back)
    if moves.subjects:
        fresh = NONE  # some of it may be about something else now
    project_cities(tx, moves.cities | {subject.removeprefix("city:") for subject in todo["city"]}, fresh)
    project_speakers(tx, todo["source"] | moves.speakers)
    if todo["link"]:
        project_links(tx, todo["link"], fresh)
    if todo["member"]:
        project_members(tx, todo["member"])
    if todo["part"]:
        project_parts(tx, todo["part"])
    if todo["attend"]:
        project_attendances(tx, todo["attend"])


def _merged_mentions(tx: Transaction, subjects: set[str]) -> set[str]:
    """Mentions that a merge, or its end, gives another city: those now under the town that went, or decided for it."""
    merges = merges_in_force(tx)
    gone = {subject.removeprefix("merge:") for subject in subjects}
    reached = gone | {start for start, end in merges.items() if end in gone}
    rows = tx.run(statements("mentions_decided").bind(cities=sorted(reached)))
    return {f"mention:{row['key']}" for row in rows}
