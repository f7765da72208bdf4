from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import loaders
from api.commands.mending import write_rejects
from graph.database import Database
from graph.errors import InputError, UsageError
from loaders.parsing import Rejection, Said, parse
from tests.loaders.bad_files import CASES, Case
from tests.told import BAD_FILES, Tell

ROWS = [case for case in CASES if case.row is not None]
WHOLE = [case for case in CASES if case.row is None]


def _written(case: Case, folder: Path) -> Path:
    path = folder / case.file
    path.write_bytes(case.data())
    return path


def test_the_corpus_has_at_least_sixty_files_with_names_of_their_own() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.name)
def test_a_bad_row_is_rejected_with_field_and_reason_and_takes_no_other_with_it(
    case: Case, tmp_path: Path, record_property: Tell
) -> None:
    record_property(BAD_FILES, 1)
    results = list(parse(_written(case, tmp_path), **case.options).rows)
    rejected = [one for one in results if isinstance(one, Rejection)]
    said = [one for one in results if isinstance(one, Said)]
    assert [one.row for one in rejected] == [case.row]
    assert case.message in rejected[0].reason
    assert rejected[0].field == case.field
    assert len(said) == case.good


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(case: Case, tmp_path: Path, record_property: Tell) -> None:
    record_property(BAD_FILES, 1)
    with pytest.raises((InputError, UsageError)) as caught:
        list(parse(_written(case, tmp_path), **case.options).rows)
    assert case.message in str(caught.value)


def test_what_is_good_in_each_file_is_loaded_and_what_is_not_can_be_written_out(kb: Database, tmp_path: Path) -> None:
    """One knowledge base takes all the files, so that none of them harms what others brought."""
    told = {}
    reports = []
    for case in ROWS:
        report = loaders.load(
            _written(case, tmp_path), db=kb, resolve=False, source=f"case-{case.name}", **_as_load(case.options)
        )
        (rejection,) = report.rejections()
        told[case.name] = (rejection.row, rejection.field, report.read - report.rejected)
        reports.append(report)
    assert told == {case.name: (case.row, case.field, case.good) for case in ROWS}
    write_rejects(reports, tmp_path / "rejects.csv")
    # The rows as they came, in lines that hold no other line break than their own.
    assert (tmp_path / "rejects.csv").read_bytes().count(b"\r\n") == 1 + len(ROWS)


def _as_load(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != "source"}
