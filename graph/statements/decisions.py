"""Decisions of persons about which town is meant: those in force, the newest last."""

from __future__ import annotations

from graph.database import Database
from graph.model import DecisionContent
from graph.statements.voices import statements


def decisions_in_force(db: Database) -> list[DecisionContent]:
    """All decisions in force, so that a later one of the same writing comes after an earlier one."""
    rows = db.read(statements("decisions").bind())
    return [DecisionContent.model_validate_json(row["content"]) for row in rows]
