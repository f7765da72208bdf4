"""Answers of SPARQL endpoints as tables: a column a variable, and a language where the values have one.

Two forms: JSON (SPARQL 1.1 Query Results JSON Format), and TSV with its terms written as in Turtle (SPARQL 1.1 Query
Results CSV and TSV Formats; the query service of Wikidata calls it 'verbose').
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.errors import InputError
from loaders.reading.encoding import MAX_LINE, encoding, text_lines
from loaders.reading.inputs import Input
from loaders.reading.records import Record, Table

_VARIABLE = re.compile(r"[?$](\w+)")
_STRING = r'"((?:[^"\\]|\\.)*)"'
_LITERAL = re.compile(_STRING + r"(?:@([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)|\^\^\S+)?")
_IRI = re.compile(r"<([^<>\"{}|^`\x00-\x20]*)>")
_BARE = re.compile(r"_:\S+|[+-]?[\d.]+(?:[eE][+-]?\d+)?|true|false")
_TYPED = re.compile(rf"(?:^|\t)(?:<[^>\s]*>|{_STRING}(?:@[A-Za-z]|\^\^))", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def is_answer(document: object) -> bool:
    """Whether a JSON document is a SPARQL endpoint's answer, whole or only its list of bindings."""
    if isinstance(document, Mapping):
        return isinstance(document.get("head"), Mapping) and ("results" in document or "boolean" in document)
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, Mapping) and bool(first) and all(map(_is_term, first.values()))


def _is_term(value: object) -> bool:
    return isinstance(value, Mapping) and "type" in value and "value" in value


def answer_table(name: str, document: Any) -> Table:
    """A SPARQL answer as a table: a column a variable, and where its values have languages one a language
    (`itemLabel@de`). Entries are rows from 1. Raises `InputError` where it holds no rows.
    """
    variables: list[str] = []
    bindings = document
    if isinstance(document, Mapping):
        results, names = document.get("results"), document["head"].get("vars")
        bindings = results.get("bindings") if isinstance(results, Mapping) else None
        variables = [one for one in names if isinstance(one, str)] if isinstance(names, list) else []
    if not isinstance(bindings, list):
        raise InputError(f"{name}: the answer has no rows (results.bindings); ask with SELECT")
    headings = _headings(variables, bindings)
    return Table(lambda: (_record(number, row, headings) for number, row in enumerate(bindings, start=1)), headings)


def _headings(variables: Sequence[str], bindings: Iterable[object]) -> list[str]:
    found: dict[str, set[str]] = {variable: set() for variable in variables}
    for row in bindings:
        if isinstance(row, Mapping):
            for variable, term in row.items():
                found.setdefault(str(variable), set()).add(_language(term))
    return [
        f"{variable}@{language}" if language else variable
        for variable, languages in found.items()
        for language in sorted(languages or {""})
    ]


def _language(term: object) -> str:
    language = term.get("xml:lang") if isinstance(term, Mapping) else None
    return language.lower() if isinstance(language, str) else ""


def _record(number: int, row: object, headings: Sequence[str]) -> Record:
    if not isinstance(row, Mapping):
        return number, [str(row)], "a row of an answer is an object with a field for each variable"
    cells = dict.fromkeys(headings, "")
    trouble = None
    for variable, term in row.items():
        language = _language(term)
        value = term.get("value") if isinstance(term, Mapping) else None
        if not isinstance(value, str):
            trouble = trouble or f"the field '{variable}' has no text as its 'value'"
            value = str(term)
        elif isinstance(term, Mapping) and term.get("type") == "bnode" and not value.startswith("_:"):
            value = f"_:{value}"
        cells[f"{variable}@{language}" if language else str(variable)] = value
    return number, list(cells.values()), trouble


def is_terms(file: Input) -> bool:
    """Whether a text file is a SPARQL endpoint's TSV: `?item<TAB>?itemLabel` above `<http://…>` and `"Kyoto"@en`."""
    if file.sample.lstrip(b"\xef\xbb\xbf \t")[:1] not in (b"?", b"$"):
        return False
    start = file.sample.decode(encoding(file), "replace").removeprefix("\ufeff")
    first, _, rest = start.partition("\n")
    return all(map(_VARIABLE.fullmatch, first.strip().split("\t"))) and _TYPED.search(rest) is not None


def terms_table(file: Input) -> Table:
    """A SPARQL endpoint's TSV as a table with the same headings as its JSON; row numbers are the file's lines.

    It is read once for the languages that its labels have, then row by row.
    """
    code = encoding(file)
    with text_lines(file, code, MAX_LINE) as lines:
        first = next(lines, "").removeprefix("\ufeff")
    variables = [_VARIABLE.sub(r"\1", cell.strip()) for cell in first.strip().split("\t")]
    headings = _headings(variables, (row for _, row in _rows(file, code, variables)))
    return Table(lambda: (_made(number, row, headings) for number, row in _rows(file, code, variables)), headings)


def _made(number: int, row: Mapping[str, Any] | list[str], headings: Sequence[str]) -> Record:
    if isinstance(row, list):
        return number, row[:-1], row[-1]
    return _record(number, row, headings)


def _rows(file: Input, code: str, variables: Sequence[str]) -> Iterator[tuple[int, dict[str, Any] | list[str]]]:
    """Line numbers with the line's terms by variable; where they cannot be read its cells, and why behind them."""
    with text_lines(file, code, MAX_LINE) as lines:
        for number, line in enumerate(lines, start=1):
            cells = line.rstrip("\n").split("\t")
            if number == 1 or not any(map(str.strip, cells)):
                continue
            if len(cells) != len(variables):
                yield number, [*cells, f"the row has {len(cells)} cells, the heading {len(variables)}"]
                continue
            terms = {name: _term(cell.strip()) for name, cell in zip(variables, cells, strict=True) if cell.strip()}
            wrong = next((name for name, term in terms.items() if term is None), None)
            yield number, [*cells, f"the field '{wrong}' is no IRI, literal or number of RDF"] if wrong else terms


def _term(cell: str) -> dict[str, str] | None:
    """A term of Turtle as the JSON format has it; None for what is none."""
    if match := _IRI.fullmatch(cell):
        return {"type": "uri", "value": match.group(1)}
    if match := _LITERAL.fullmatch(cell):
        value = {"type": "literal", "value": _ESCAPE.sub(_unescaped, match.group(1))}
        return value | ({"xml:lang": match.group(2)} if match.group(2) else {})
    return {"type": "literal", "value": cell} if _BARE.fullmatch(cell) else None


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    if code is None:
        return _ESCAPED.get(match.group(3), match.group(3))
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
