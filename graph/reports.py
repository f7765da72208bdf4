"""Reports of errors: what visitors say is wrong, kept beside the facts and none of them, until a person has seen it.

A report is a node `Report` of its own. It is in `backup`, not in `facts`, and moves no data version.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.cypher import pieces
from graph.database import Database, Row, Transaction
from graph.errors import NotFoundError, StateError
from graph.questions import QUESTIONS
from graph.statements.forgotten import forgotten_in

_QUERIES = pieces("reports")
MOST_OPEN = 2_000
"""Reports that may wait for a person; more are refused, so that nobody fills the database."""

About = Literal["city", "ring", "event", "source", "link", "membership", "answer"]
"""What a report can be about; `answer` is a question's page, by the address of its path and query."""


class ReportState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    DONE = "done"
    REJECTED = "rejected"


class ReportGiven(BaseModel):
    """A report as a visitor gives it: of what, what is wrong, what would be right, and where that can be seen.

    `id` is that of the thing; a link's are those of its two towns with a bar between, a membership's those of town
    and ring; an answer's is the path of its page. `about` tells in words which row is meant.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    of: About = Field(description="What kind of thing it is about.", examples=["city"])
    id: str = Field(min_length=1, max_length=600, description="Its id.", examples=["gn2884509"])
    about: str = Field("", max_length=300, description="Which row of the page is meant, in words.")
    wrong: str = Field(min_length=3, max_length=2000, description="What is wrong.")
    right: str = Field("", max_length=2000, description="What would be right.")
    source: str = Field("", max_length=1000, description="Where that can be seen: an address, a book, an own record.")

    @field_validator("about", "wrong", "right", "source", mode="before")
    @classmethod
    def _plain(cls, text: object) -> object:
        """Without characters that cannot be seen, line breaks excepted; what is left is then measured."""
        if not isinstance(text, str):
            return text
        return "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")

    @model_validator(mode="after")
    def _of_ours(self) -> ReportGiven:
        name = self.id.removeprefix("/ask/").partition("?")[0]
        if self.of == "answer" and not (self.id.startswith("/ask/") and name in QUESTIONS):
            raise ValueError("an answer's id is the path of its page, like /ask/partners?city=Krefeld")
        if self.of in ("link", "membership") and self.id.count("|") != 1:
            raise ValueError(f"the id of a {self.of} is two ids with '|' between")
        return self


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports of one state, the newest first, and how many there are of each."""

    reports: list[Row]
    counts: dict[str, int]


def names_of(db: Database, of: str, id_: str) -> list[str]:
    """The names of the things that a report is about; raises `NotFoundError` where there is no such thing."""
    if of == "answer":
        return []
    a, _, b = id_.partition("|")
    found = db.read(_QUERIES["about"].bind(of=of, a=a, b=b))
    if len(found) < (2 if of in ("link", "membership") else 1):
        raise NotFoundError(f"there is no {of} '{id_[:100]}' that a report could be about", given=id_[:100])
    return [str(row["name"]) for row in found]


def report(db: Database, given: ReportGiven) -> Row:
    """Keep a report for a person to look at; raises `NotFoundError`, and `StateError` where too many wait."""
    names = names_of(db, given.of, given.id)
    if counts(db)["open"] >= MOST_OPEN:
        raise StateError("too many reports wait to be looked at; try again another day")
    said = given.model_dump(exclude_defaults=True) | {"id": f"r{secrets.token_hex(6)}", "thing": given.id}
    said["about"] = given.about or " – ".join(names)
    return dict(db.write(lambda tx: _create(tx, said))[0]["report"])


def _create(tx: Transaction, said: Row) -> list[Row]:
    return tx.run(_QUERIES["create"].bind(fields=forgotten_in(tx).fields(said)))


def listed(db: Database, state: ReportState = ReportState.OPEN, *, limit: int = 50, offset: int = 0) -> Reports:
    """Reports of a state, the newest first."""
    rows = db.read(_QUERIES["listed"].bind(state=str(state), limit=limit, offset=offset))
    return Reports([_whole(row["report"]) for row in rows], counts(db))


def counts(db: Database) -> dict[str, int]:
    """How many reports there are of each state."""
    found = {row["state"]: row["count"] for row in db.read(_QUERIES["counts"].bind())}
    return {str(state): found.get(str(state), 0) for state in ReportState}


_FIELDS = ("id", "of", "thing", "about", "wrong", "right", "source", "state", "made", "closed", "reply")


def _whole(row: Row) -> dict[str, Any]:
    return {name: row.get(name) for name in _FIELDS}


def close(db: Database, id_: str, state: ReportState, reply: str = "") -> Row:
    """Say what became of a report, with a note for those who read it later; `open` opens it again."""
    bound = _QUERIES["close"].bind(id=id_, state=str(state), reply=reply.strip()[:1000])
    found = db.write(lambda tx: tx.run(bound))
    if not found:
        raise NotFoundError(f"there is no report '{id_[:40]}'; 'citynet review --reports' lists them", given=id_[:40])
    return _whole(found[0]["report"])
