"""`viz/templates/README.md` names all templates that a page is made of, and no others."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from tests.docs.documents import tables
from viz.pages import TEMPLATES

NAME = re.compile(r"`([a-z_*]+\.html)`")


def named() -> set[str]:
    (table,) = tables(TEMPLATES / "README.md")
    return {name for row in table.rows[1:] for name in NAME.findall(row[0])}


def test_every_template_is_named() -> None:
    there = {path.name for path in TEMPLATES.glob("[!_]*.html")}
    assert there - named() == set()


def test_no_template_is_named_that_is_not_there() -> None:
    there = [path.name for path in TEMPLATES.glob("*.html")]
    assert [name for name in named() if not any(fnmatch(one, name) for one in there)] == []
