"""Links between documents resolve, pictures are there and small, excerpts are what the files say."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from graph.settings import ROOT
from tests.docs.documents import DOCS, GAP, anchors, blocks, documents, links, name_of

MOST_BYTES = 250_000
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_links_within_the_project_resolve(path: Path) -> None:
    broken = []
    for link in links(path):
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme in ("http", "https"), link
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        inside = target.is_relative_to(ROOT) and target.exists()
        if not inside or (parts.fragment and parts.fragment not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    new = set(reached)
    while new:
        found = {(page.parent / urlsplit(link).path).resolve() for page in new for link in links(page)}
        new = {page for page in found if page.suffix == ".md"} - reached
        reached |= new
    assert set(documents()) - reached == set()


def test_every_picture_is_a_small_png_that_is_shown() -> None:
    shown = {(path.parent / link).resolve() for path in documents() for link in links(path) if link.endswith(".png")}
    pictures = set((DOCS / "pictures").iterdir())
    assert pictures == shown
    for picture in pictures:
        data = picture.read_bytes()
        assert (data[:8], len(data) < MOST_BYTES) == (PNG, True), picture.name


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_an_excerpt_is_what_its_file_says(path: Path) -> None:
    for block in blocks(path):
        if (name := block.named("from")) is None:
            continue
        said = (ROOT / name).read_text("utf-8")
        parts = re.split(rf"^[ \t]*{GAP}$", block.text, flags=re.MULTILINE)
        place = 0
        for part in (one.strip("\n") for one in parts):
            found = said.find(part, place)
            assert found >= 0, f"{name_of(path)}, line {block.line}: {name} does not say, in this order:\n{part}"
            place = found + len(part)
