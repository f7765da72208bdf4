"""Commands that fetch from services on the network and load what they answer: `wikidata`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.base import Format, TextOrJson, opened
from api.commands.loading import Done, finish
from api.commands.output import language, say
from api.commands.progress import shown
from graph.errors import UsageError
from graph.texts import text


def wikidata(
    town: Annotated[str | None, typer.Option("--town", metavar="TOWN", help="Q number or name: of this town.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="Of all towns there.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Of all towns; takes many minutes.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Only fetch into this CSV file; load nothing.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask anew for what is kept of earlier answers.")] = False,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="Else 'wikidata'.")] = None,
    resolve: Annotated[bool, typer.Option("--resolve/--no-resolve", help="no: take names as they are.")] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be; write nothing.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Withdraw what Wikidata no longer says.")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Rejected rows as CSV.")] = None,
    rows: Annotated[Path | None, typer.Option("--rows", metavar="FILE", help="What became of each row.")] = None,
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Fetch twinned towns from Wikidata and load them: of one town, of a country, or all.

    Example: citynet wikidata --town Krefeld --dry-run
    """
    from loaders.live import fetch_wikidata, load_wikidata

    which: dict[str, Any] = {"town": town, "country": country, "everything": everything, "refresh": refresh}
    options: dict[str, Any] = {"source": source, "resolve": resolve, "dry_run": dry_run, "prune": prune}
    if out is not None:
        if (source, resolve, dry_run, prune, rejects, rows) != (None, True, False, False, None, None):
            raise UsageError(text("command.wikidata.only_fetched", language()), parameter="out")
        with shown() as progress:
            fetch_wikidata(out, progress=progress, **which)
        say("written", file=out)
        return
    done = Done()
    with opened(keep=True) as store, shown() as progress:
        load = partial(load_wikidata, db=store.db, progress=progress, **which, **options)
        done.take("Wikidata", load)
    finish(done, rows, rejects, format_)
