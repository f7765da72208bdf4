"""The command `bulk-load`: very many links into an empty knowledge base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.base import Format, TextOrJson
from api.commands.loading import REJECTED, Done, finish
from api.commands.output import print_line
from api.commands.progress import shown


def bulk_load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Of towns, links and rings.")],
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="What the files hold.")] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", metavar="FIELD=HEADING", help="Repeatable.")] = None,
    resolve: Annotated[bool, typer.Option("--resolve/--no-resolve", help="no: take names as they are.")] = True,
    files_only: Annotated[
        Path | None,
        typer.Option("--files-only", metavar="DIR", help="Only write the files for another Neo4j's import."),
    ] = None,
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Rejected rows as CSV.")] = None,
    format_: Format = TextOrJson.TEXT,
) -> None:
    """Fill an empty knowledge base through Neo4j's own import: for millions of links of towns.

    Example: citynet bulk-load towns.csv links.csv --no-resolve
    """
    from loaders.bulk import bulk_load as load
    from loaders.headings import read_mapping

    done = Done()
    with shown("bulk") as progress:
        done.reports = load(
            files,
            kind=kind,
            mapping=read_mapping(mapping or [], "--map"),
            resolve=resolve,
            files_only=files_only,
            progress=progress,
        )
    done.codes = {REJECTED if report.rejected else 0 for report in done.reports}
    if files_only and format_ is TextOrJson.TEXT:
        print_line("bulk.written", folder=files_only)
    finish(done, None, rejects, format_)
