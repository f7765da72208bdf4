"""The drawing shows the import rules, and what the documents name is there."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from graph.settings import ROOT
from tests.docs.documents import DOCS, blocks, documents, name_of

ARROW = re.compile(r"(\w+) --> (\w+)")
ROOMS = ("graph", "loaders", "viz", "api", "tests", "bench", "setup", "data", "docs")
NAMED = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w./*-]*)`")


def layers_of(container: str | None) -> list[str]:
    """The layers of a package, or of the rooms, that the import rules tell."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    wanted = [container] if container else None
    (layers,) = (rule["layers"] for rule in rules if rule["type"] == "layers" and rule.get("containers") == wanted)
    return list(layers)


def test_the_drawing_has_the_arrows_that_the_import_rules_allow() -> None:
    layers = layers_of(None)
    rooms = [[room.strip() for room in layer.split("|")] for layer in layers]
    allowed = {(high, low) for above, below in combinations(rooms, 2) for high in above for low in below}
    (drawing,) = (block.text for block in blocks(DOCS / "architecture.md") if block.language == "mermaid")
    assert set(ARROW.findall(drawing)) == allowed


def test_the_layers_inside_graph_are_those_of_the_import_rules() -> None:
    (told,) = (block.text for block in blocks(DOCS / "architecture.md") if block.text.startswith("bulk | "))
    assert told.splitlines() == layers_of("graph")


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_files_and_folders_that_a_document_names_are_there(path: Path) -> None:
    named = NAMED.findall(path.read_text("utf-8"))
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/")))] == []
