"""From one schema version to the next: the steps that an older export takes while it is read.

The first line of an export names the schema version of the knowledge base that it was made from. A step of `STEPS`
brings lines of version `n` to `n + 1`: it gets the kind of a line and its row (`city_id`, `load`, `statement`, …) and
gives what stands for it in the next version: one line, several, or none. A statement's `content` is the JSON that is
kept; ids are worked out anew after the last step, and statements that have become the same are one.

Whoever changes what is stored so that the present program would misread it raises `graph.database.SCHEMA_VERSION` and
registers a step here. A change that older content survives, such as a new field that may be empty, needs neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping

import orjson

from graph.database import SCHEMA_VERSION, Row
from graph.errors import InputError
from graph.statements.statement import statement_id

Line = tuple[str, Row]
"""Kind and row of a line."""

Step = Callable[[str, Row], Iterable[Line]]

STEPS: MutableMapping[int, Step] = {}
"""By the version that a step begins from."""


def check(version: object) -> int:
    """The schema version that an export names, if this program reads it; raises `InputError` that says what to do."""
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError(f"line 1: '{version}' is not a schema version; the file is not a citynet export")
    if version > SCHEMA_VERSION:
        raise InputError(
            f"line 1: this export is of schema version {version}, made by a newer program; this one knows versions up "
            f"to {SCHEMA_VERSION}. Update citynet, then import it again"
        )
    missing = [step for step in range(version, SCHEMA_VERSION) if step not in STEPS]
    if missing:
        raise InputError(
            f"line 1: this export is of schema version {version}, and no step leads from {missing[0]} to "
            f"{missing[0] + 1}. Import it with a program in between, and take that one's export"
        )
    return version


def brought_up(kind: str, row: Row, version: int) -> Iterator[Line]:
    """A line of an older version as lines of the present one; one of the present version as it is."""
    lines: list[Line] = [(kind, row)]
    for step in range(version, SCHEMA_VERSION):
        lines = [new for old in lines for new in STEPS[step](*old)]
    yield from lines


def own_id(row: Row) -> str:
    """The id that follows from source and content of a statement as it was written, whatever version it has."""
    json = orjson.dumps(row["content"], option=orjson.OPT_SORT_KEYS)
    return statement_id(str(row["source"]), json)
