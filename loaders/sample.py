"""The sample data that comes with the project, brought into a knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from graph.database import Database
from graph.settings import ROOT
from graph.statements import loads
from graph.texts import Language, text
from loaders.load import Progress, load
from loaders.reading.inputs import Input
from loaders.report import Report

FOLDER = ROOT / "data"


def sample_files() -> Iterator[Path]:
    """The files of the sample data, in the order in which they are loaded: decisions and topics before the rest."""
    yield FOLDER / "decisions.yaml"
    yield FOLDER / "topics.yaml"
    yield from sorted((FOLDER / "sources").glob("*.yaml"))
    yield from sorted((FOLDER / "sample").glob("*.csv"))
    yield from sorted((FOLDER / "rings").glob("*.yaml"))


def load_sample(
    db: Database,
    say: Callable[[str], None] = lambda _: None,
    *,
    asked: bool = False,
    progress: Progress | None = None,
    language: Language = "en",
) -> list[Report]:
    """Load the sample data into an empty knowledge base, or into any where a person `asked` for it.

    What was broken off goes on. A file that is there already is left alone, and one whose load a person took back
    does not come back, in a newer version neither. `say` is told each file as it begins, and at the end what is in
    the knowledge base now.
    """
    before = loads.sample_files(db)
    if not asked and any(not row["load"].get("sample") for row in loads.all_loads(db)):
        return []
    unwanted = {one["file"] for one in before if one["state"] in ("undoing", "undone")}
    there = {(one["file"], one["sha256"] if asked else None) for one in before if one["state"] == "done"}
    reports = []
    for file in sample_files():
        digest = Input(file).sha256() if asked else None
        if file.name in unwanted or (file.name, digest) in there:
            continue
        say(text("command.sample.file", language, file=file.name))
        reports.append(load(file, sample=True, db=db, progress=progress))
    if reports:
        cities, links = loads.count(db)
        say(text("command.sample.done", language, cities=cities, links=links))
    return reports
