"""Files that are kept for a while: only some, for everybody at once, and nothing of one that cannot be written."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.kept import MOST, KeptFiles


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeptFiles]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    files = KeptFiles()
    yield files
    files.close()
    assert list(tmp_path.iterdir()) == []


def files_in(folder: Path) -> list[Path]:
    return list(folder.glob("citynet-*/*"))


def test_a_file_is_there_by_its_token_until_others_come(kept: KeptFiles, tmp_path: Path) -> None:
    tokens = [kept.keep(io.BytesIO(b"a,b\n"), f"{number}.csv") for number in range(MOST + 1)]
    assert kept.path(tokens[0]) is None
    last = kept.path(tokens[-1])
    assert last is not None
    assert (last.name, last.read_bytes()) == (f"{MOST}.csv", b"a,b\n")
    assert len(files_in(tmp_path)) == MOST


class Breaking(io.BytesIO):
    """What is sent as a disk runs full."""

    def read(self, *_: object) -> bytes:
        raise OSError(28, "No space left on device")


def test_nothing_is_left_of_a_file_that_cannot_be_written(kept: KeptFiles, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        kept.keep(Breaking(), "a.csv")
    assert files_in(tmp_path) == []


def test_several_may_keep_files_at_once(kept: KeptFiles, tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            tokens = list(pool.map(lambda number: kept.keep(io.BytesIO(b"x"), f"{number}.csv"), range(400)))
    finally:
        sys.setswitchinterval(before)
    assert len(set(tokens)) == 400
    assert len(files_in(tmp_path)) == MOST
