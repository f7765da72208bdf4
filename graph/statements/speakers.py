"""Projection of whose source a source is: `speaks_for` leads to the town that its mention means."""

from __future__ import annotations

from collections.abc import Collection

from graph.cypher import pieces
from graph.database import Transaction
from graph.model import Mention
from graph.statements.statement import mention_key
from graph.statements.voices import chunks, voices_of

_EDGES = "statements/cypher/edges"


def project_speakers(tx: Transaction, subjects: Collection[str]) -> None:
    """Tie the sources of these `source:` subjects to the towns that they speak for, after mentions and cities."""
    for part in chunks(sorted(subjects)):
        ids = [subject.removeprefix("source:") for subject in part]
        tx.run(pieces(_EDGES)["clear-speaks"].bind(ids=ids))
    rows = [
        {"id": voice.source, "mention": mention_key(voice.source, Mention.model_validate(voice.content["speaks_for"]))}
        for said in voices_of(tx, subjects).values()
        for voice in said
        if voice.content.get("speaks_for")
    ]
    for made in chunks(rows):
        tx.run(pieces(_EDGES)["speaks"].bind(rows=made))
