"""Sources: their ids, and the description that lies beside a file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from graph.errors import InputError
from graph.model import SourceContent
from graph.names import short_hash, slug
from loaders.messages import first_error
from loaders.reading.yamls import load_yaml
from loaders.values import RowError

SUFFIX = ".source.yaml"
"""A file's source is described in a file of the same name with this added."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def source_id(title: str | None, url: str | None) -> str:
    """The id of a source without one of its own: from its URL, else from its title.

    The same page gives the same id with `http` or `https`, with or without `www.` and a last slash.
    """
    if url:
        key = _address(url)
        host, _, path = key.partition("/")
        page = path.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        page = re.sub(r"\.(html?|php|aspx?|jsp)$", "", page)
        return f"{_short(f'{host} {page}')}-{short_hash(key)}"
    if title:
        return f"{_short(title)}-{short_hash(title.strip())}"
    raise InputError("a source needs a title or an address")


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError as exc:
        raise RowError(f"'{url}' is not an address: {exc}", "source_url") from exc
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + query


def _short(text: str) -> str:
    return slug(text, limit=1000)[:48].rstrip("-")


def checked_id(text: str) -> str:
    """An id as a person gave it, in lower case; raises `InputError` where it cannot stand in an address."""
    plain = text.strip().lower()
    if _ID.fullmatch(plain) is None or len(plain) > 120:
        raise InputError(f"'{text}' cannot be a source's id: use letters a-z, figures, '-', '_' and '.'")
    return plain


def file_source(path: Path | None, name: str, wanted: str | None) -> tuple[str, SourceContent]:
    """Id and description of the source that a file is: `wanted`, else the one described beside it, else its name."""
    beside = path.with_name(path.name + SUFFIX) if path else None
    if beside and beside.exists():
        given, content = described(load_yaml(beside.read_bytes(), beside.name).value, beside.name, title=name)
        return checked_id(wanted) if wanted else given or slug(Path(name).stem), content
    if wanted:
        return checked_id(wanted), SourceContent(title=wanted if path is None else name)
    return slug(Path(name).stem), SourceContent(title=name)


def described(raw: object, where: str, *, title: str | None = None) -> tuple[str | None, SourceContent]:
    """The `id` (if given) and content of a source description; raises `InputError` naming file and field."""
    if isinstance(raw, dict) and set(raw) == {"source"}:
        raw = raw["source"]
    if not isinstance(raw, dict):
        raise InputError(f"{where}: a source is described by fields such as title, url, publisher, date")
    fields = dict(raw)
    given = fields.pop("id", None)
    if title and not fields.get("title"):
        fields["title"] = title
    fields.pop("type", None)
    try:
        content = SourceContent.model_validate(fields)
    except ValidationError as exc:
        field, reason = first_error(exc, SourceContent)
        raise InputError(f"{where}: source, field {field}: {reason}") from exc
    return (checked_id(str(given)) if given else None), content
