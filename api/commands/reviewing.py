"""The command `review`: what a person should look at, and deciding it, by options or by single keys."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from api.commands.base import opened
from api.commands.output import harmless, language, print_bytes, print_json, print_table, say, write_lines
from graph import reports
from graph.database import Database, Row, run
from graph.model import CityKind
from graph.review import Flag, ReviewParameters, review
from graph.statements import loads
from graph.texts import text
from viz import say as worded

if TYPE_CHECKING:
    from loaders.deciding import Decided, Means

SHOWN = 25
CANDIDATES = 5


class TableOrJson(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


class FlagChoice(StrEnum):
    """Why a mention is up for review."""

    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    REVIEW = "review"
    UNRESOLVED = "unresolved"


EXAMPLES = """Look at towns that are open or unsure, and say which one is meant.

On a terminal each is asked for with single keys; with --format, or in a pipe, they are listed.

Examples:\n
  citynet review --country FR --flag ambiguous\n
  citynet review --format json --limit 1000 > open.json\n
  citynet review decide 'Peterhof, Russland' --means 510291 --why 'near Saint Petersburg'\n
  citynet review decide 'Wetteraukreis, DE' --means own --kind county\n
  citynet review --export my-decisions.yaml\n
  citynet review --reports
"""

app = typer.Typer(help=EXAMPLES, invoke_without_command=True, context_settings={"help_option_names": ["--help"]})


@app.callback()
def review_towns(
    context: typer.Context,
    country: Annotated[str | None, typer.Option("--country", help="Code or name.")] = None,
    flag: Annotated[FlagChoice | None, typer.Option("--flag", help="Why it is up for review.")] = None,
    words: Annotated[str | None, typer.Option("--text", help="Part of the town's name.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to list.")] = SHOWN,
    format_: Annotated[TableOrJson | None, typer.Option("--format", help="List them; json: one document.")] = None,
    only_reports: Annotated[bool, typer.Option("--reports", help="Errors that visitors report, instead.")] = False,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write your decisions; '-'.")] = None,
) -> None:
    """List what is up for review, or ask for each."""
    if context.invoked_subcommand:
        return
    if export is not None:
        _export(export)
        return
    if only_reports:
        _list_reports(limit, format_)
        return
    chosen: Flag | None = flag.value if flag else None
    asked = ReviewParameters(country=country, flag=chosen, text=words, limit=limit)
    with opened() as store:
        if format_ is None and sys.stdin.isatty() and sys.stdout.isatty():
            _Session(store.db, asked).ask_all()
        else:
            _list(store.db, asked, format_)


def _list(db: Database, asked: ReviewParameters, format_: TableOrJson | None) -> None:
    from loaders.deciding import told_more

    found = run(db, review(asked))
    mentions = told_more(found.mentions)
    if format_ is TableOrJson.JSON:
        print_json({"total": found.total, "mentions": mentions})
        return
    if not mentions:
        say("review.nothing")
        return
    spoken = language()
    headings = ("mention", "links", "decided", "flags", "candidates", "key")
    print_table([text(f"command.review.column.{name}", spoken) for name in headings], [_cells(row) for row in mentions])
    if found.total > len(mentions):
        say("review.more", shown=len(mentions), total=found.total)


def _cells(row: Row) -> tuple[object, ...]:
    candidates = "; ".join(f"{one['geonames']} {_place(one)}" for one in row["candidates"][:CANDIDATES])
    return (written(row), row["links"], _so_far(row), _flags(row), candidates, row["key"])


def written(row: Row) -> str:
    """A mention as its source wrote it: name, region, country."""
    return ", ".join(part for part in (row["name"], row["region"], row["country"]) if part)


def _so_far(row: Row) -> str:
    spoken = language()
    return _place(row["town"]) if row["geonames"] else text("review.no_town", spoken)


def _flags(row: Row) -> str:
    flags = row["flags"] or ([] if row["geonames"] else ["unresolved"])
    return ", ".join(worded.label("flag", flag, language()) for flag in flags)


def _place(place: Row) -> str:
    return ", ".join(part for part in (place["name"], place.get("region"), place["country"]) if part)


def _export(file: Path) -> None:
    from loaders.deciding import write_decisions

    to_stdout = str(file) == "-"
    with opened() as store:
        title = text("command.review.title", language())
        made, count = write_decisions(store.db, None if to_stdout else file, title=title)
    if to_stdout:
        print_bytes(made.encode())
    else:
        write_lines([made.encode()], file)
        say("review.exported", count=count, file=file)


@app.command("decide")
def decide(
    mention: Annotated[str, typer.Argument(metavar="MENTION", help="Its key, or 'name, country' as written.")],
    means: Annotated[str, typer.Option("--means", metavar="GEONAMES|own|confirm", help="Which town it is.")],
    kind: Annotated[CityKind | None, typer.Option("--kind", help="What kind of place it is.")] = None,
    why: Annotated[str, typer.Option("--why", help="For those who read it later.")] = "",
    only_source: Annotated[bool, typer.Option("--only-source", help="Only where its source writes so.")] = False,
    format_: Annotated[TableOrJson, typer.Option("--format")] = TableOrJson.TABLE,
) -> None:
    """Say which town is meant. It acts at once, holds for later loads, and 'undo LOAD' takes it back."""
    from loaders.deciding import decide_mention, read_means

    target = read_means(means)
    with opened() as store:
        done = decide_mention(store.db, mention, target, kind=kind, why=why, only_source=only_source)
    if format_ is TableOrJson.JSON:
        print_json({"load": done.load, "mention": done.mention, "id": done.city, "means": done.means,
                    "mentions": done.mentions, "apart": done.apart})  # fmt: skip
    else:
        _tell(done)


def _tell(done: Decided) -> None:
    say("review.decided", mention=done.mention, means=done.means, city=done.city, load=done.load, count=done.mentions)
    if done.apart:
        say("review.apart", count=done.apart)
    if not done.in_gazetteer:
        say("review.not_in_gazetteer")


def _list_reports(limit: int, format_: TableOrJson | None) -> None:
    with opened() as store:
        found = reports.listed(store.db, limit=limit)
    if format_ is TableOrJson.JSON:
        print_json({"reports": found.reports, "counts": found.counts})
    elif not found.reports:
        say("reports.none")
    else:
        names = ("id", "made", "about", "wrong", "right", "source")
        rows = [[str(one[name] or "")[: 19 if name == "made" else 300] for name in names] for one in found.reports]
        print_table([text(f"command.reports.column.{name}", language()) for name in names], rows)


@app.command("close")
def close_report(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id, as 'review --reports' lists it.")],
    to: Annotated[reports.ReportState, typer.Option("--to", help="What became of it.")] = reports.ReportState.DONE,
    note: Annotated[str, typer.Option("--note", help="For those who read it later.")] = "",
) -> None:
    """Say what became of a report of an error. It changes no fact.

    Example: citynet review close r0123456789ab --to rejected --note 'the source says 1964'
    """
    with opened() as store:
        closed = reports.close(store.db, report, to, note)
    say("reports.closed", id=closed["id"], state=text(f"report_state.{closed['state']}", language()))


class _Session:
    """Mentions asked for one after the other, with single keys."""

    def __init__(self, db: Database, asked: ReviewParameters) -> None:
        self.db = db
        self.asked = asked
        self.later: set[str] = set()
        self.done: list[str] = []
        self.console = Console(highlight=False)

    def ask_all(self) -> None:
        """Ask until nothing is left, or the person has had enough."""
        from loaders.deciding import told_more

        while True:
            found = run(self.db, review(self.asked.model_copy(update={"limit": len(self.later) + 1, "offset": 0})))
            row = next((one for one in found.mentions if one["key"] not in self.later), None)
            if row is None:
                say("review.nothing")
                return
            (row,) = told_more([row])
            self._show(row, found.total)
            if not self._answer(row):
                return

    def _answer(self, row: Row) -> bool:
        """Do what the next key says; false where it ends the session."""
        while True:
            key = typer.getchar().lower()
            if key in ("q", "\x04", "\x1b"):
                return False
            if key == "u" and not self.done:
                say("review.no_undo")
            elif key == "u":
                load = self.done.pop()
                loads.undo(self.db, load)
                say("review.undone", load=load)
                return True
            elif key == "s":
                self.later.add(row["key"])
                say("review.skipped")
                return True
            elif (means := _meant(row, key)) is not None:
                self._decide(row, means)
                return True
            else:
                say("review.unknown_key")

    def _decide(self, row: Row, means: Means) -> None:
        from loaders.deciding import decide_mention

        done = decide_mention(self.db, row["key"], means)
        self.done.append(done.load)
        _tell(done)

    def _show(self, row: Row, total: int) -> None:
        spoken = language()
        number = len(self.done) + len(self.later) + 1
        self._line("head", "bold", number=number, total=total + len(self.done), mention=written(row))
        if row["lat"] is not None:
            self._line("where", "", lat=row["lat"], lon=row["lon"])
        self._line("source", "", source=row["source"]["title"], links=row["links"])
        if row["partners"]:
            self._line("partners", "", names="; ".join(_named(one) for one in row["partners"][:8]))
        self._line("so_far", "", town=_so_far(row), score=row["score"], reason=row["reason"])
        for place, one in enumerate(row["candidates"][:CANDIDATES], start=1):
            self.console.print(Text(harmless(f"  {place}  {_told(one)}")))
        self.console.print(Text(text("command.review.keys", spoken), style="dim"))

    def _line(self, key: str, style: str, **values: Any) -> None:
        self.console.print(Text(harmless(text(f"command.review.{key}", language(), **values)), style=style))


def _meant(row: Row, key: str) -> Means | None:
    if key == "c":
        return "confirm"
    if key == "o":
        return "own"
    candidates = row["candidates"][:CANDIDATES]
    if key.isascii() and key.isdigit() and 0 < int(key) <= len(candidates):
        return int(candidates[int(key) - 1]["geonames"])
    return None


def _named(one: Row) -> str:
    return ", ".join(part for part in (one["name"], one["country"]) if part)


def _told(one: Row) -> str:
    spoken = language()
    said = [_place(one)]
    if one["population"]:
        said.append(worded.counted("review.people", one["population"], spoken))
    if one["distance_km"] is not None:
        said.append(text("review.away", spoken, km=worded.distance(one["distance_km"], spoken)))
    return "; ".join([*said, one["refused"]] if one["refused"] else said)
