"""What most commands share: the knowledge base, opened, and the options that are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer

from api.commands.output import language, tell
from graph.database import Purpose
from graph.store import Store, open_store
from graph.texts import Language


class TextOrJson(StrEnum):
    """How a listing is printed."""

    TEXT = "text"
    JSON = "json"


class Speech(StrEnum):
    """A language of texts."""

    DE = "de"
    EN = "en"


Format = Annotated[TextOrJson, typer.Option("--format", help="json: one JSON document on the standard output.")]
Sample = Annotated[bool, typer.Option("--sample", help="Bring the sample data first, what was undone excepted.")]
Lang = Annotated[Speech | None, typer.Option("--lang", help="Language of texts; else the system's, en for data.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the standard output.")]


def language_in(lang: Speech | None) -> Language:
    """The language that was asked for, else the system's."""
    return next((one for one in get_args(Language) if one == lang), language())


@contextmanager
def opened(*, sample: bool = False, keep: bool = False, purpose: Purpose = "use") -> Iterator[Store]:
    """The knowledge base of the settings, with the sample data in it if wanted.

    `keep` is for what writes for long: a private Neo4j that ends meanwhile is started again.
    """
    with open_store(keep=keep or sample, purpose=purpose) as store:
        if sample:
            from api.commands.progress import shown
            from loaders.sample import load_sample

            with shown() as progress:
                load_sample(store.db, tell, asked=True, progress=progress, language=language())
        yield store
