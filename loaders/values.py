"""Single values as people write them: clean text, dates, numbers, yes and no; and what must fit together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from graph.errors import InputError
from graph.model import LinkContent, Mention
from graph.names import fold

T = TypeVar("T")


class RowError(InputError):
    """One row or entry cannot be used. `field` names the field at fault, if it is one."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def at_field(field: str, parse: Callable[[str], T], raw: str) -> T:
    """What `parse` makes of a text; a `RowError` that it raises names the field."""
    try:
        return parse(raw)
    except RowError as exc:
        raise RowError(exc.reason, field) from exc


_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]")
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LOST = re.compile("[\udc80-\udcff\ufffd]")
_BLANKS = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


@lru_cache(maxsize=65_536)
def clean(text: str) -> str:
    """Text in Unicode's composed form, without invisible characters and doubled blanks.

    Raises `RowError` for what cannot be meant: control characters, letters lost in a wrong encoding, characters
    that turn the direction of text, look-alike letters of another script inside a word.
    """
    if text.isascii():
        if text.isprintable():
            return " ".join(text.split()) if "  " in text else text.strip()
        _refuse_control(text)
        return _blanks(text)
    _refuse_control(text)
    if _LOST.search(text):
        raise RowError(f"{_shown(text)} holds a letter that is lost: the file mixes encodings; save it as UTF-8")
    if half := _HALF.search(text):
        raise RowError(f"{_shown(text)} holds half a character (U+{ord(half.group()):04X}): the file is damaged")
    if turning := _TURNING.search(text):
        name = unicodedata.name(turning.group())
        raise RowError(f"{_shown(text)} holds a character that turns the direction of the text ({name})")
    _refuse_misread(text)
    text = _blanks(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    _refuse_lookalikes(text)
    return text


def _blanks(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _shown(text: str) -> str:
    """The text for a message: short, with what cannot be seen written out."""
    short = text if len(text) <= 80 else text[:79] + "…"
    plain = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in short)
    return f"'{plain}'"


def _refuse_control(text: str) -> None:
    if found := _CONTROL.search(text):
        what = "a NUL character" if found.group() == "\0" else f"a control character (U+{ord(found.group()):04X})"
        raise RowError(f"{_shown(text)} holds {what}")


def _refuse_misread(text: str) -> None:
    if not _MISREAD.search(text):
        return
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return
    raise RowError(f"{_shown(text)} is UTF-8 read as Windows-1252: '{meant}' is meant; save the file as UTF-8")


def _refuse_lookalikes(text: str) -> None:
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        scripts = {_script(letter) for letter in word} & {"LATIN", "CYRILLIC", "GREEK"}
        if len(scripts) > 1:
            counts = {script: [sign for sign in word if _script(sign) == script] for script in scripts}
            rare = min(counts.items(), key=lambda item: (len(item[1]), item[0]))[1][0]
            names = " and ".join(sorted(script.title() for script in scripts))
            raise RowError(f"'{word}' mixes {names} letters: '{rare}' is {unicodedata.name(rare)}")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0]


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jänner", "february februar feb", "march märz mar mrz maerz", "april apr", "may mai",
            "june juni jun", "july juli jul", "august aug", "september sep sept", "october oktober oct okt",
            "november nov", "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_DOTTED = re.compile(r"(?:([0-9]{1,2})\.\s?)?([0-9]{1,2})\.\s?([0-9]{4})")
_SLASHED = re.compile(r"(?:([0-9]{1,2})/)?([0-9]{1,2})/([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})/([0-9]{1,2})(?:/([0-9]{1,2}))?")
_NAMED = re.compile(r"(?:([0-9]{1,2})\.?\s+)?([^\W\d_]+)\.?\s+([0-9]{4})")
_ENGLISH = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2}),?\s+([0-9]{4})")


@lru_cache(maxsize=16_384)
def iso_date(text: str) -> str:
    """`1964`, `13.04.1988`, `04/1988`, `April 1988`, `1988-04-13` as an ISO date as precise as given.

    Whether the day exists is for the model to say. Raises `RowError` where it cannot be understood.
    """
    if match := _TIME.fullmatch(text):
        return match.group(1)
    if match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _joined(*match.groups())
    if match := _DOTTED.fullmatch(text):
        return _joined(match.group(3), match.group(2), match.group(1))
    if match := _SLASHED.fullmatch(text):
        return _slashed(text, *match.groups())
    if (match := _NAMED.fullmatch(text)) and (month := _MONTHS.get(match.group(2).casefold())):
        return _joined(match.group(3), str(month), match.group(1))
    if (match := _ENGLISH.fullmatch(text)) and (month := _MONTHS.get(match.group(1).casefold())):
        return _joined(match.group(3), str(month), match.group(2))
    raise RowError(f"'{text}' is not a date like 1988, 04/1988, 13.04.1988 or 1988-04-13")


def _joined(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _slashed(text: str, first: str | None, second: str, year: str) -> str:
    if first is None:
        return _joined(year, second, None)
    if int(first) > 12 or first == second:
        return _joined(year, second, first)
    if int(second) > 12:
        return _joined(year, first, second)
    raise RowError(f"'{text}' can be read as two dates: write the day as {year}-MM-DD")


_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'’\s][0-9]{3})+")


def number(text: str) -> float:
    """A number with a decimal point or comma, a degree sign allowed. Raises `RowError`."""
    plain = text.removesuffix("°").rstrip().replace("−", "-")
    if _NUMBER.fullmatch(plain) is None:
        raise RowError(f"'{text}' is not a number like 51.22 or 51,22")
    return float(plain.replace(",", "."))


def whole(text: str) -> int:
    """A whole number, groups of three allowed: `12.345`, `12 345`. Raises `RowError`."""
    plain = re.sub(r"[.,'’\s]", "", text) if _GROUPED.fullmatch(text) else text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 15:
        raise RowError(f"'{text}' is not a whole number like 1200")
    return int(plain)


_YES = frozenset(("yes", "y", "true", "1", "ja", "j", "wahr", "x", "bilateral"))
_NO = frozenset(("no", "n", "false", "0", "nein", "falsch"))


def yes_or_no(text: str) -> bool:
    """`yes`, `ja`, `1`, `x` or `no`, `nein`, `0`. Raises `RowError`."""
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise RowError(f"'{text}' is neither yes (ja) nor no (nein)")


def one_of(text: str, words: Mapping[str, str]) -> str:
    """The value that a German or English word stands for. Raises `RowError` with all values."""
    found = words.get(fold(text))
    if found is None:
        raise RowError(f"'{text}' is not one of {', '.join(dict.fromkeys(words.values()))}")
    return found


_PEOPLE = re.compile(r"(about|around|etwa|rund|ca\.?|circa|~)?\s*([0-9]{1,7})", re.IGNORECASE)


def head_count(text: str) -> tuple[int, bool]:
    """A number of people, and whether it is about that: `40`, `about 40`. Raises `RowError`."""
    match = _PEOPLE.fullmatch(text)
    if match is None:
        raise RowError(f"'{text}' is not a number of people such as 40 or about 40")
    return int(match.group(2)), bool(match.group(1))


def check_period(begin: str | None, end: str | None, fields: tuple[str, str] = ("since", "until")) -> None:
    """Raise `RowError` where a period ends before it begins, as far as both dates are known."""
    if begin and end:
        known = min(len(begin), len(end))
        if end[:known] < begin[:known]:
            raise RowError(f"{fields[1]} {end} is before {fields[0]} {begin}", fields[1])


def check_pair(link: LinkContent) -> None:
    """Raise `RowError` where a link names one town twice."""
    a, b = link.a, link.b
    if (
        (a.name == b.name or (_alike(a.name, b.name) and fold(a.name) == fold(b.name)))
        and _same(a.country, b.country)
        and _same(a.region, b.region)
        and _near(a, b)
    ):
        country = f", {a.country}" if a.country else ""
        raise RowError(f"{a.name}{country} is linked to itself", "b")


def _alike(one: str, other: str) -> bool:
    """Whether it is worth folding both names: plain ones that begin differently are different."""
    return not (one[0].isascii() and other[0].isascii() and one[0].isalpha() and other[0].isalpha()) or (
        one[0].lower() == other[0].lower()
    )


def _same(one: str | None, other: str | None) -> bool:
    return one == other or (one is not None and other is not None and fold(one) == fold(other))


def _near(a: Mention, b: Mention) -> bool:
    """Whether coordinates leave open that two towns of one name are one: at most about 20 km apart, or not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) < 0.2 and abs(a.lon - b.lon) < 0.3
