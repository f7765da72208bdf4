"""In which encoding a text file is."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from graph.errors import InputError
from loaders.reading.inputs import Input

MAX_LINE = 1_000_000
"""Characters of one line of a table; a longer one is no row."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1251", "cp1253", "cp850", "mac_roman")
_FREQUENT = frozenset(
    "ÆæäöüßéèàáíóúâêîôûçñëïãõøåæœýÄÖÜÉÅØÁÍÓÚÇÑŠŽłńśźżąęćŁŚŻŹĆčřšžěůťďňľĺŕőűŐŰČŘıİşŞğĞāēīūļņģķėųįțșţăȘȚŢ’–"
)
_GERMAN = frozenset("äöüßÄÖÜ")
_WORDS = re.compile(r"[^\s;,\t|]+")
_CHUNK = 1 << 20
_BAD = re.compile("[\udc80-\udcff]")
_GOOD = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def encoding(file: Input) -> str:
    """The encoding of a text file: by its mark, UTF-8 where it is valid, else the likeliest older one.

    A file that is UTF-8 but for a few letters stays UTF-8, and the rows with these letters are found later.
    Raises `InputError` for what is not text.
    """
    for mark, name in _MARKS:
        if file.sample.startswith(mark):
            return name
    if found := _sixteen_bits(file.sample):
        return found
    if len(_CONTROL.findall(file.sample)) > max(len(file.sample) // 20, 8):
        raise InputError(f"{file.name} is not a text file, a workbook or another format that is read here")
    good, bad, odd = _letters(file)
    return "utf-8" if good >= bad else _older(odd)


@contextmanager
def text_lines(file: Input, code: str, limit: int) -> Iterator[Iterator[str]]:
    """The lines of a text file, of at most `limit` characters each; letters that cannot be read stay marked."""
    errors = "surrogateescape" if code.startswith(("utf-8", "cp")) else "replace"
    with file.open() as stream:
        text = io.TextIOWrapper(stream, encoding=code, errors=errors, newline=None)
        try:
            yield iter(lambda: text.readline(limit), "")
        finally:
            text.detach()


def _sixteen_bits(sample: bytes) -> str | None:
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _letters(file: Input) -> tuple[int, int, bytes]:
    """How many letters beyond ASCII are valid UTF-8, how many bytes are not, and up to 64 KiB of lines with those."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    odd: list[bytes] = []
    size = 0
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            if text.isascii():
                continue
            found = len(_BAD.findall(text))
            bad += found
            good += len(_GOOD.findall(text))
            if found and size < 65_536:
                lines = [line for line in chunk.splitlines() if not line.isascii()]
                odd.extend(lines[:2000])
                size += sum(map(len, lines[:2000]))
    return good, bad + len(_BAD.findall(decoder.decode(b"", final=True))), b"\n".join(odd)[:65_536]


def _older(odd: bytes) -> str:
    """The older encoding in which the words look most like names.

    Libraries that guess encodings need running text: on lists of names they took German for Central European.
    """
    return max(_LEGACY, key=lambda name: _likeness(odd.decode(name, "replace")))


def _likeness(text: str) -> float:
    """How much the letters beyond ASCII look like those of names: frequent letters, in words of one script and case."""
    score = 0.0
    for word in _WORDS.findall(text):
        other = any(sign.isascii() and sign.isalpha() for sign in word)
        for before, sign in pairwise(f" {word}"):
            if sign.isascii():
                continue
            if not sign.isalpha() or (sign.isupper() and before.isalpha() and not word.isupper()):
                score -= 1
            elif sign in _FREQUENT:
                score += 1.3 if sign in _GERMAN else 1
            elif "\u0370" <= sign <= "\u04ff":
                score += -1 if other else 1
            else:
                score += 0.2
    return score
