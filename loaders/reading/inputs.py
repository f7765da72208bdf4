"""What is read: a file or a stream, opened as often as needed, and the format it is in."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from graph.errors import InputError

SAMPLE = 65_536
"""Bytes that are looked at to find out format, encoding and delimiter."""

_IN_MEMORY = 8 * 1024 * 1024
_BLOCK = 1 << 20

_KNOWN_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a protected workbook; save it as .xlsx without a password"),
    (b"%PDF", "a PDF; save the table in it as .xlsx or CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "compressed (xz); unpack it first"),
    (b"7z\xbc\xaf", "compressed (7-Zip); unpack it first"),
    (b"Rar!", "compressed (RAR); unpack it first"),
    (b"SQLite format 3", "a SQLite database; export its table as CSV"),
    (b"{\\rtf", "a text with formatting (RTF); save the table in it as .xlsx or CSV"),
)
_ENDINGS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".tab": "delimited",
    ".txt": "delimited",
}
# Each repetition takes one whole line: where a line could be taken in two ways, some blank ones would take for ever.
_YAML_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:[^\S\n]*(?:#[^\n]*|---[^\S\n]*)?\n)*[a-z_]+:(?:\s|$)")
_WEB_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf\s*)?<(?:!doctype|html|table|\?xml)", re.IGNORECASE)


class Input:
    """A file, or a stream from where it stands; a stream that cannot go back is kept in a temporary file."""

    def __init__(self, file: Path | BinaryIO) -> None:
        if isinstance(file, Path):
            self.path: Path | None = file
            self.name = file.name
            self._stream: BinaryIO | None = None
            self._start = 0
            if not file.is_file():
                what = "is a folder" if file.is_dir() else "does not exist"
                raise InputError(f"{file} {what}")
        else:
            self.path = None
            name = getattr(file, "name", None)
            self.name = Path(name).name.strip("<>") if isinstance(name, str) else "stdin"
            self._stream = file if file.seekable() else _kept(file)
            if self._stream is not file:
                weakref.finalize(self, self._stream.close)
            self._start = self._stream.tell()
        with self.open() as stream:
            self.sample = stream.read(SAMPLE)
        if not self.sample.strip(b"\xef\xbb\xbf \t\r\n"):
            raise InputError(f"{self.name} is empty")

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from the beginning. A stream has one reader at a time."""
        if self.path is not None:
            try:
                with self.path.open("rb") as stream:
                    yield stream
            except OSError as exc:
                raise InputError(f"{self.path} cannot be read: {exc.strerror or exc}") from exc
        else:
            assert self._stream is not None
            self._stream.seek(self._start)
            yield self._stream

    def read(self, limit: int) -> bytes:
        """All bytes; raises `InputError` where there are more than `limit`."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise InputError(f"{self.name} is larger than {limit // 1_000_000} MB; as CSV or NDJSON any size is read")
        return data

    def sha256(self) -> str:
        """The digest of all bytes, in hexadecimal digits."""
        with self.open() as stream:
            digest = hashlib.sha256()
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def format(self) -> str:
        """`yaml`, `json`, `ndjson`, `delimited` or `workbook`; raises `InputError` for what is none of them."""
        start = self.sample
        if start.startswith(b"PK\x03\x04"):
            return "workbook"
        for begin, what in _KNOWN_BYTES:
            if start.startswith(begin):
                raise InputError(f"{self.name} is {what}")
        if _WEB_PAGE.match(start):
            raise InputError(f"{self.name} is a web page or XML; save the table in it as .xlsx or CSV")
        ending = Path(self.name).suffix.lower()
        return _ENDINGS.get(ending) or _format_of_text(start)


def _kept(stream: BinaryIO) -> BinaryIO:
    kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as the input
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return cast("BinaryIO", kept)


def _format_of_text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"["):
        return "json"
    if text.startswith(b"{"):
        first = text.split(b"\n", 1)
        return "ndjson" if first[0].rstrip().endswith(b"}") and len(first) > 1 and first[1].strip() else "json"
    return "yaml" if _YAML_START.match(start) else "delimited"
