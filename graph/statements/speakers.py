"""Which mention stands behind `speaks_for`: a source's own word about whose source it is."""

from __future__ import annotations

from graph.model import Mention
from graph.statements.merging import Voice
from graph.statements.statement import mention_key


def mention_keys(voices: dict[str, list[Voice]]) -> list[dict[str, str]]:
    """Rows `{id, mention}` for the sources that speak for a town."""
    return [
        {
            "id": voice.source,
            "mention": mention_key(voice.source, Mention.model_validate(voice.content["speaks_for"])),
        }
        for said in voices.values()
        for voice in said
        if voice.content.get("speaks_for")
    ]
