"""Commands about files: `load`, `loads`, `undo`, `template`, `schema`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.base import Format, Sample, TextOrJson, opened
from api.commands.mending import write_rejects, write_rows
from api.commands.output import language, print_bytes, print_json, print_line, print_table, say, tell
from api.commands.progress import shown
from graph.database import Database
from graph.errors import CitynetError, DatabaseError, InputError, LoadStoppedError, UsageError
from graph.settings import settings
from graph.statements import loads
from graph.texts import text

if TYPE_CHECKING:
    # Reading files brings along what other commands do not need; it is imported where it is used.
    from loaders import Report
    from loaders.load import Progress

KINDS = "links, rings, towns, events, knowledge or wikidata"
REJECTED = 2
SHOWN = 10
"""Rejected rows, and rows like what is there already, that the report names on the terminal."""


@dataclass(slots=True)
class Done:
    """What came of the files: reports of those that were loaded, errors of the others, the worst exit code."""

    reports: list[Report] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    codes: set[int] = field(default_factory=set)

    @property
    def code(self) -> int:
        """Not done is worse than done with rows rejected; a wrong call is worst."""
        return next((code for code in (64, 1, REJECTED) if code in self.codes), 0)

    def take(self, name: str, load: Callable[[], Report]) -> None:
        """Load something and take its report, or tell its error. Raises `DatabaseError`: then nothing else will do."""
        try:
            report = load()
        except LoadStoppedError:
            raise
        except (DatabaseError, KeyboardInterrupt):
            say("load.stopped")
            raise
        except CitynetError as error:
            self.errors.append({"file": name, "error": str(error)})
            self.codes.add(error.exit_code)
            tell(str(error) if name in str(error) else f"{name}: {error}")
            return
        self.reports.append(report)
        self.codes.add(REJECTED if report.rejected else 0)


def load_files(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE…", help="'-' is the standard input.")] = None,
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="What the file holds.")] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=HEADING", help="Repeatable.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="Else named after the file.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook.")] = None,
    resolve: Annotated[bool, typer.Option("--resolve/--no-resolve", help="no: take names as they are.")] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be; write nothing.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Withdraw what the source no longer says.")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Rejected rows as CSV.")] = None,
    rows: Annotated[Path | None, typer.Option("--rows", metavar="FILE", help="What became of each row.")] = None,
    format_: Format = TextOrJson.TEXT,
    sample: Sample = False,
) -> None:
    """Load files: towns, links, rings, events, knowledge, answers of Wikidata. Loading again changes nothing.

    Example: citynet load partners.xlsx --dry-run --rows rows.ndjson
    """
    from loaders.headings import read_mapping
    from loaders.sample import load_sample

    if not files and not sample:
        raise UsageError(text("command.load.nothing", language()))
    options: dict[str, Any] = {
        "kind": kind,
        "source": source,
        "mapping": read_mapping(mapping or [], "--map"),
        "sheet": sheet,
        "resolve": resolve,
        "dry_run": dry_run,
        "prune": prune,
    }
    done = Done()
    with opened(keep=True) as store, shown() as progress:
        if sample:
            done.reports += load_sample(store.db, tell, asked=True, progress=progress, language=language())
        for name in files or []:
            done.take(name, partial(_load_one, store.db, name, options, progress))
    finish(done, rows, rejects, format_)


def _load_one(db: Database, name: str, options: Mapping[str, Any], progress: Progress) -> Report:
    from loaders import load

    return load(_file(name), db=db, progress=progress, **options)


def finish(done: Done, rows: Path | None, rejects: Path | None, format_: TextOrJson) -> None:
    """Write and print what came of the loads, and end with the worst of their codes."""
    if rows:
        write_rows(done.reports, rows)
    if rejects:
        write_rejects(done.reports, rejects)
    if format_ is TextOrJson.JSON:
        print_json({"loads": [report.summary() for report in done.reports], "errors": done.errors})
    else:
        for report in done.reports:
            _print_report(report)
    raise typer.Exit(done.code)


def _file(name: str) -> Any:
    if name == "-":
        return sys.stdin.buffer
    path = Path(name)
    if path.is_dir():
        raise InputError(text("command.load.folder", language(), file=name))
    if not path.exists():
        raise InputError(text("command.load.missing", language(), file=name))
    return path


def _print_report(report: Report) -> None:
    print_line("load.dry_run" if report.dry_run else "load.done", **report.summary())
    if report.loaded_before:
        print_line("load.before", load=report.loaded_before)
    if report.withdrawn:
        print_line("load.withdrawn", count=report.withdrawn)
    for row in islice(report.rejections(), SHOWN):
        print_line("load.rejected_row", row=row.row, reason=row.reason)
    if report.rejected > SHOWN:
        print_line("load.more_rejected", count=report.rejected - SHOWN)
    for row in islice(report.flagged("similar") if report.flags["similar"] else (), SHOWN):
        print_line("load.row_to_look_at", row=row.row, reason=row.reason)
    if report.flags:
        print_line("load.flagged", flags=", ".join(f"{flag} {count}" for flag, count in sorted(report.flags.items())))


def list_loads(format_: Format = TextOrJson.TEXT, sample: Sample = False) -> None:
    """List all loads, the newest first.

    Example: citynet loads
    """
    with opened(sample=sample) as store:
        found = loads.listed(store.db)
    if format_ is TextOrJson.JSON:
        print_json(found)
        return
    spoken = language()
    headings = [text(f"command.column.{name}", spoken) for name in ("load", "state", "file", "source", "begun")]
    print_table(
        headings,
        [
            (one["load"], text(f"load_state.{one['state']}", spoken), one["file"] or one["kind"],
             one["source"] or "", str(one["begun"])[:19])
            for one in found["loads"]
        ],
    )  # fmt: skip
    broken = [str(one["load"]) for one in found["loads"] if one["state"] == "broken"]
    if broken:
        say("load.broken_off", loads=", ".join(broken))


def undo(
    load_id: Annotated[str, typer.Argument(metavar="LOAD", help="As 'loads' lists it: L7.")],
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Take a load back: what it alone brought goes, what it changed returns.

    Example: citynet undo L7
    """
    with opened(keep=True) as store:
        taken = loads.undo(store.db.patient(settings().load_retry), load_id)
    if format_ is TextOrJson.JSON:
        print_json({"load": taken["id"], "state": taken["state"], "changed": taken["changed"]})
    else:
        say("undone", load=taken["id"], file=taken.get("file") or taken.get("kind"), changed=taken["changed"])


def print_template(kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)]) -> None:
    """Print a sample file of a kind, with comments, to be filled in.

    Example: citynet template links > links.csv
    """
    from loaders.authoring import template

    print_bytes(template(kind).encode())


def print_schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)] = "knowledge",
) -> None:
    """Print the JSON Schema of a knowledge file, or of a row of another kind.

    Example: citynet schema knowledge > knowledge.schema.json
    """
    from loaders.authoring import schema

    print_json(schema(kind))
