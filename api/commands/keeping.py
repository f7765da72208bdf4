"""Commands about the whole: `serve`, `status`, `export`, `import`, `migrate`, `merge`, `split`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer

from api.commands.base import Format, Sample, TextOrJson, opened
from api.commands.output import language, print_bytes, print_json, print_table, say, write_lines
from graph import things
from graph.database import SCHEMA_VERSION, run
from graph.local import Connection
from graph.settings import Settings, settings
from graph.statements.facts import backup, facts, restore
from graph.statements.merging_towns import merge_towns, split_mentions, split_town
from graph.store import Store
from graph.texts import text

PORT = 8000


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Else 8000 or the next free.")] = None,
    sample_if_empty: Annotated[bool, typer.Option("--sample-if-empty", help="As ./run does.")] = False,
    sample: Sample = False,
) -> None:
    """Serve pages and API until stopped.

    Example: citynet serve --port 8010
    """
    from api.server import serve as run_server

    if sample:
        with opened(sample=True):
            pass
    run_server(host, PORT if port is None else port, port_given=port is not None, sample=sample_if_empty)


def status(format_: Format = TextOrJson.TEXT, sample: Sample = False) -> None:
    """Tell where the knowledge base is, how to reach its Neo4j, and what is in it.

    Example: citynet status --format json
    """
    config = settings()
    with opened(sample=sample) as store:
        counts = run(store.db, things.counts())
        said = {
            "url": _serving(config),
            "home": str(config.home.expanduser().resolve()),
            "neo4j": _neo4j(store),
            "data_version": counts.pop("data_version"),
            "counts": counts,
        }
    if format_ is TextOrJson.JSON:
        print_json(said)
    else:
        _print_status(said)


def _serving(config: Settings) -> str | None:
    """The address of the server of this home, if one lives."""
    try:
        said = json.loads((config.home.expanduser() / "serving.json").read_text("utf-8"))
        return str(said["url"]) if psutil.pid_exists(int(said["pid"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _neo4j(store: Store) -> dict[str, str | None]:
    address = store.address
    file = str(address.password_file) if isinstance(address, Connection) else None
    return {"uri": address.uri, "user": address.user, "password_file": file}


def _print_status(said: dict[str, Any]) -> None:
    spoken = language()
    lines = {
        "server": said["url"] or text("command.status.no_server", spoken),
        "home": said["home"],
        "neo4j": said["neo4j"]["uri"],
        "user": said["neo4j"]["user"],
        "password": said["neo4j"]["password_file"] or text("command.status.password_env", spoken),
        "version": said["data_version"],
        "counts": text("command.status.contents", spoken, **said["counts"]),
    }
    print_table(["", ""], [(text(f"command.status.{name}", spoken), value) for name, value in lines.items()])


def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="'-' is the standard output.")],
    only_facts: Annotated[bool, typer.Option("--facts", help="Only what sources say and persons decided.")] = False,
) -> None:
    """Write the whole knowledge base as sorted JSON lines, for 'import' to read.

    Example: citynet export backup.ndjson
    """
    with opened(purpose="export") as store:
        lines = facts(store.db) if only_facts else backup(store.db)
        if file == "-":
            for line in lines:
                print_bytes(line)
        else:
            say("exported", lines=write_lines(lines, Path(file)), file=file)


def import_(file: Annotated[str, typer.Argument(metavar="FILE", help="'-' is the standard input.")]) -> None:
    """Read what 'export' wrote into an empty knowledge base.

    Example: citynet import backup.ndjson
    """
    if file == "-":
        count = _restored(sys.stdin.buffer)
    else:
        with Path(file).open("rb") as lines:
            count = _restored(lines)
    say("imported", count=count)


def _restored(lines: Iterable[bytes]) -> int:
    with opened(keep=True, purpose="import") as store:
        return restore(store.db.patient(settings().load_retry), lines)


def migrate(
    file: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="Where the backup goes; else a file in the home.")
    ] = None,
) -> None:
    """Bring a knowledge base of an older schema version up to this program's. A backup is written and checked first.

    Example: citynet migrate
    """
    config = settings()
    with opened(keep=True, purpose="export") as store:
        version = store.db.schema()
        if version == SCHEMA_VERSION:
            say("not_migrated", version=version)
            return
        now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        file = file or config.home.expanduser() / "backups" / f"schema-{version}-{now}.ndjson"
        file.parent.mkdir(parents=True, exist_ok=True)
        say("exported", lines=write_lines(backup(store.db), file), file=file)
        with file.open("rb") as lines:
            count = restore(store.db.patient(config.load_retry), lines, over=True)
    say("migrated", version=SCHEMA_VERSION, count=count, file=file)


def merge(
    keep: Annotated[str, typer.Argument(metavar="A", help="The town that stays, by name or id.")],
    gone: Annotated[str, typer.Argument(metavar="B", help="The town that goes into it.")],
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Make two towns one: B goes into A, A's id stays, B's id leads to it.

    Example: citynet merge 'Bad Homburg' 'Bad Homburg-Kirdorf'
    """
    with opened() as store:
        change = merge_towns(store.db, keep, gone)
    if format_ is TextOrJson.JSON:
        print_json({"load": change.load, "keep": change.keep, "gone": change.gone})
    else:
        say("merged", load=change.load, keep=change.keep, gone=change.gone)


def split(
    town: Annotated[str, typer.Argument(metavar="A", help="The town, by name or id.")],
    mentions: Annotated[list[str] | None, typer.Option("--mention", metavar="TEXT", help="Repeatable.")] = None,
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Take back the last merge into a town, or give some of its mentions a town of their own.

    Example: citynet split 'Bad Homburg'
    """
    with opened() as store:
        change = split_mentions(store.db, town, mentions) if mentions else split_town(store.db, town)
    if format_ is TextOrJson.JSON:
        print_json({"load": change.load, "keep": change.keep, "gone": change.gone})
    elif mentions:
        say("split_off", names="; ".join(mentions), id=change.gone, load=change.load)
    else:
        say("split", keep=change.keep, gone=change.gone, load=change.load)
