"""Decisions of persons about which town is meant: those in force, the one that counts most last."""

from __future__ import annotations

from collections.abc import Sequence

from graph.database import Database
from graph.model import DecisionContent
from graph.statements.statement import CURATOR
from graph.statements.voices import with_since


def decisions_in_force(db: Database, said: Sequence[DecisionContent] = ()) -> list[DecisionContent]:
    """All decisions in force and those that a file has `said`; of one writing the last counts.

    The file's come after those of other files, and those of this knowledge base's own curator come last.
    """
    rows = db.read(with_since("decisions").bind(own=CURATOR))
    made = [(row["own"], DecisionContent.model_validate_json(row["content"])) for row in rows]
    others = [decision for own, decision in made if not own]
    return [*others, *said, *(decision for own, decision in made if own)]
