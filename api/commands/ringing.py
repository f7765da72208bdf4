"""The command `suggest-rings`: groups of towns that look like rings, to be accepted or refused."""

from __future__ import annotations

from typing import Annotated

import typer
from babel.numbers import format_decimal, format_percent

from api.commands.base import Format, Sample, TextOrJson, opened
from api.commands.output import counted, language, print_json, print_table, say, tell
from graph.database import Database, run
from graph.errors import UsageError
from graph.measures.rings import SMALLEST
from graph.suggested_rings import SuggestedMember, SuggestedRing, accept, refuse, suggest
from graph.texts import Language, text
from viz import say as worded

SHOWN = 50
_SECONDS = 60
_COLUMNS = ("id", "kind", "score", "size", "countries", "pairs", "inside", "members", "unsure")

Accept = Annotated[str | None, typer.Option("--accept", metavar="ID", help="Make this group a ring.")]
Refuse = Annotated[str | None, typer.Option("--refuse", metavar="ID", help="Never suggest this group again.")]


def suggest_rings(
    accepted: Accept = None,
    refused: Refuse = None,
    name: Annotated[str | None, typer.Option("--name", help="With --accept: what the ring is called.")] = None,
    with_unsure: Annotated[bool, typer.Option("--with-unsure", help="With --accept: unsure towns too.")] = False,
    why: Annotated[str | None, typer.Option("--why", help="With --refuse: the reason, to be kept.")] = None,
    min_size: Annotated[int, typer.Option("--min-size", min=3, max=100, help="Towns of a group at least.")] = SMALLEST,
    at_least: Annotated[float, typer.Option("--at-least", help="Score at least; 0 is chance.")] = 0.0,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Groups at most.")] = SHOWN,
    format_: Format = TextOrJson.TEXT,
    sample: Sample = False,
) -> None:
    """List groups of towns that look like rings which a list took apart into pairs; accept or refuse one of them.

    Example: citynet suggest-rings --min-size 5
    """
    if accepted and refused:
        raise UsageError("accept a group or refuse it, not both")
    if ((name or with_unsure) and not accepted) or (why and not refused):
        raise UsageError("--name and --with-unsure go with --accept, --why goes with --refuse")
    with opened(sample=sample) as store:
        if accepted:
            _accept(store.db, accepted, name, with_unsure, min_size, format_)
        elif refused:
            _refuse(store.db, refused, why, min_size, format_)
        else:
            found = run(store.db, suggest(smallest=min_size, at_least=at_least), timeout=_SECONDS)
            _list(found, limit, format_)


def _accept(db: Database, id_: str, name: str | None, unsure: bool, smallest: int, format_: TextOrJson) -> None:
    done = accept(db, id_, name=name, unsure=unsure, smallest=smallest)
    if format_ is TextOrJson.JSON:
        print_json({"load": done.load, "ring": done.ring, "name": done.name, "members": done.members})
    else:
        say("suggested.accepted", name=done.name, members=done.members, ring=done.ring, load=done.load)


def _refuse(db: Database, id_: str, why: str | None, smallest: int, format_: TextOrJson) -> None:
    load = refuse(db, id_, why=why, smallest=smallest)
    if format_ is TextOrJson.JSON:
        print_json({"load": load, "refused": id_})
    else:
        say("suggested.refused", id=id_, load=load)


def _list(found: list[SuggestedRing], limit: int, format_: TextOrJson) -> None:
    if format_ is TextOrJson.JSON:
        shown = [one.model_dump(mode="json") for one in found[:limit]]
        print_json({"suggestions": shown, "total": len(found)})
        return
    if not found:
        say("suggested.none")
        return
    spoken = language()
    headings = [text(f"command.suggested.columns.{column}", spoken) for column in _COLUMNS]
    print_table(headings, [_cells(one, spoken) for one in found[:limit]])
    tell(counted("suggested.count", len(found)))
    if len(found) > limit:
        say("suggested.shown", shown=limit)
    say("suggested.how")


def _cells(one: SuggestedRing, spoken: Language) -> tuple[str, ...]:
    pairs = one.size * (one.size - 1) // 2
    return (
        one.id,
        worded.label("ring_kind", one.kind.value, spoken),
        format_decimal(one.score, "0.0", locale=worded.locale(spoken)),
        str(one.size),
        str(len(one.countries)),
        f"{pairs - len(one.missing)}/{pairs}",
        format_percent(one.inside, locale=worded.locale(spoken)),
        "; ".join(_member(member, spoken) for member in one.members if member.sure),
        "; ".join(_member(member, spoken) for member in one.members if not member.sure),
    )


def _member(member: SuggestedMember, spoken: Language) -> str:
    doubt = f": {text(f'doubt.{member.doubt}', spoken)}" if member.doubt else ""
    return f"{member.name} ({member.country or '?'}{doubt})"
