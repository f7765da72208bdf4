"""The command `publish`: the whole site as files for any web host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from api.commands.base import Format, Lang, Sample, TextOrJson, opened
from api.commands.output import language, print_json, say, tell
from api.commands.progress import shown
from graph.countries import country_code
from graph.errors import UsageError
from graph.settings import settings
from graph.texts import LANGUAGES, has_text, text

_SHOWN = 20


def publish_site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or one published before.")],
    lang: Lang = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="Only towns of this country have a page; may be repeated.")
    ] = None,
    address: Annotated[
        str, typer.Option("--address", help="Where the site will be, https://…, for previews and search engines.")
    ] = "",
    networks: Annotated[bool, typer.Option("--networks", help="A network picture for each town, too.")] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="With --address: a preview of its own for each page.")
    ] = False,
    format_: Format = TextOrJson.TEXT,
    sample: Sample = False,
) -> None:
    """Write the whole site as files, which any web host can serve: pages, map, pictures, data, a search of its own.

    What needs the server is left out. Ends with 1 where a link leads nowhere.

    Example: citynet publish site --country Luxembourg
    """
    from api.publishedfolder import PublishedFolder
    from api.publishing import Wanted, publish

    wanted = Wanted(
        languages=tuple(one for one in LANGUAGES if lang is None or one == lang.value),
        countries=frozenset(map(_code, country or ())),
        address=_address(address),
        networks=networks,
        pictures=pictures,
    )
    target = PublishedFolder(folder)
    with opened(sample=sample) as store, shown("publish") as progress:
        made = publish(settings(), store, target, wanted, progress)
    if format_ is TextOrJson.JSON:
        names = ("pages", "pictures", "files", "bytes", "removed", "left_out", "broken")
        print_json({name: getattr(made, name) for name in names})
    else:
        say("published", pages=made.pages, pictures=made.pictures, files=made.files, mb=round(made.bytes / 1e6, 1))
        tell(f"{text('command.left_out', language())} {_listed(made.left_out)}")
        for one in made.broken[:_SHOWN]:
            tell(one)
        say("broken" if made.broken else "whole", count=len(made.broken), folder=folder / "index.html")
    if made.broken:
        raise typer.Exit(1)


def _listed(left_out: dict[str, int]) -> str:
    """What was left out, by its kind, most first: '1204 ask, 600 report'."""
    named = sorted(left_out.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{_named(kind)} ({count})" for kind, count in named) or "–"


def _named(kind: str) -> str:
    key = f"published.kind.{kind}"
    return text(key, language()) if has_text(key) else kind


def _code(country: str) -> str:
    code = country_code(country)
    if code is None:
        raise UsageError(f"'{country}' is no country; write a code, as LU, or a name", parameter="country")
    return code


def _address(address: str) -> str:
    split = urlsplit(address)
    if address and (split.scheme not in ("http", "https") or not split.netloc or split.query or split.fragment):
        raise UsageError(
            f"'{address}' is no address of a site; write it as https://example.org/twins", parameter="address"
        )
    return address.rstrip("/")
