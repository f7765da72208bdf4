"""Computing what a question asks of the whole network: what hangs on what, and from a snapshot to an answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import orjson

from graph.cypher import Bound
from graph.database import Answer
from graph.measures.network import Computed, Measure, Network, Row, Tell, in_silence, network
from graph.questions.base import Question
from graph.questions.parameters import Parameters, this_year
from graph.texts import Language, text
from graph.version import program_version

_PAGING = frozenset({"sort", "limit", "offset"})


@dataclass(frozen=True, slots=True)
class Job:
    """A question about the whole network with its parameters, names resolved to ids, and the query of the snapshot."""

    question: Question
    parameters: Parameters
    read: Bound

    @property
    def measure(self) -> Measure:
        """How the question is computed."""
        if self.question.measure is None:
            raise TypeError(f"{self.question.name} is answered by its Cypher")
        return self.question.measure

    @property
    def slot(self) -> str:
        """A name for all that the result hangs on beside the data: the question, the program, parameters, the year."""
        late = self.measure.late | _PAGING
        given = {name: value for name, value in self._given().items() if name not in late}
        what = [self.question.name, program_version(), this_year(), self.read.cypher.text, given]
        digest = hashlib.blake2b(orjson.dumps(what, option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()
        return f"{self.question.name}-{digest}"

    @property
    def snapshot(self) -> str:
        """The same for the snapshot that it is computed of, which several questions may share."""
        used = {name: value for name, value in self.read.parameters.items() if f"${name}" in self.read.cypher.text}
        return repr((self.read.cypher.text, sorted(used.items())))

    def _given(self) -> dict[str, Any]:
        return self.parameters.model_dump(mode="json", exclude_none=True)

    def compute(self, found: Network, tell: Tell = in_silence) -> Computed:
        """Compute all rows of a snapshot, with a note where a year was asked and pairs have none."""
        made = self.measure.compute(found, self.parameters, tell)
        undated = len(found.dated) - sum(found.dated)
        said: str | None = getattr(self.parameters, "undated", None)
        if getattr(self.parameters, "year", None) is None or said != "include" or not undated:
            return made
        values: Row = {"count": undated, "total": len(found.dated)}
        return replace(made, notes=[*made.notes, ("network.undated", values)])

    def computed(self, answer: Answer, tell: Tell = in_silence) -> Computed:
        """Compute all rows of the answer to `read`."""
        return replace(self.compute(network(answer.rows), tell), data_version=answer.data_version)


def answer_of(job: Job, computed: Computed, language: Language) -> tuple[Answer, list[str]]:
    """The rows that the parameters choose, in the order asked, and the notes in words."""
    rows = job.measure.choose(computed.rows, job.parameters)
    sort = job.question.sorts[job.parameters.sort or next(iter(job.question.sorts))]
    if sort:
        name = sort.removeprefix("-")
        known = [row for row in rows if row[name] is not None]
        known.sort(key=lambda row: row[name], reverse=sort.startswith("-"))
        rows = known + [row for row in rows if row[name] is None]
    notes = [text(f"note.{key}", language, **values) for key, values in computed.notes]
    return Answer(rows, computed.data_version), notes
