"""Files over HTTP: loading one, the list of all loads, taking one back; all with the key only."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import orjson
from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile

from api.keys import Writing
from api.state import Running
from graph.database import Database
from graph.errors import UsageError
from graph.statements import loads
from graph.statements.voices import chunks
from loaders import Report, load
from loaders.headings import KINDS, read_mapping

_NOT_KEPT = {"Cache-Control": "private, no-store"}
_ROWS_AT_ONCE = 1000
_UNNAMED = "upload"
_LONGEST = 200
"""Bytes of a file's name; file systems take 255."""
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Control characters, invisible ones, and those that turn the direction of reading."""
_OF_PAGES = "lang"
"""A parameter that every address takes."""


class LoadOptions(BaseModel):
    """How a file is to be loaded: the options of the command `load`, as a query has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Field(
        "", alias="as", description="What the file holds; found out where it is not said.", examples=["links"],
        json_schema_extra={"enum": list(KINDS)},
    )  # fmt: skip
    mapping: list[str] = Field(
        [], alias="map", max_length=100, description="FIELD=HEADING for a heading of your own, like city_a=Stadt."
    )
    source: str = Field("", max_length=200, description="Id of the source that the file is; else named after the file.")
    sheet: str = Field("", max_length=200, description="Sheet of a workbook.")
    resolve: bool = Field(True, description="false takes the towns' names as they are.")
    dry_run: bool = Field(False, description="Tell what would be; write nothing.")
    prune: bool = Field(False, description="Withdraw what the source no longer says.")
    rows: bool = Field(False, description="Tell what became of each row, too.")


_OPTIONS = LoadOptions.model_json_schema(by_alias=True)["properties"]


def read_options(request: Request) -> LoadOptions:
    """The options of a request; raises `UsageError` that names the parameter."""
    raw: dict[str, Any] = {}
    for name in dict.fromkeys(request.query_params.keys()):
        option = "as" if name == "kind" else name.replace("-", "_")
        values = request.query_params.getlist(name)
        if option != _OF_PAGES:
            several = option == "map" or len(values) > 1 or option in raw
            raw[option] = [*raw.get(option, []), *values] if several else values[0]
    try:
        return LoadOptions.model_validate(raw)
    except ValidationError as exc:
        first = min(exc.errors(), key=lambda error: error["type"] != "extra_forbidden")
        name, reason = str(first["loc"][0]), {"type": first["type"]}
        said = f"'{name}': {first['msg']}"
        if first["type"] == "extra_forbidden":
            said = f"a load has no option '{name[:100]}'; it has: {', '.join(_OPTIONS)}"
        raise UsageError(said, parameter=name, reason=reason) from exc


def file_name(given: str | None) -> str:
    """The name under which a file that was sent is loaded: the last part of what the sender calls it, cleaned.

    Of a name that is too long the end is kept, which tells the format.
    """
    last = _NOT_IN_NAMES.sub("", (given or "").replace("\\", "/").rpartition("/")[2]).strip()
    if not any(map(str.isalnum, last)):
        return _UNNAMED
    return last.encode()[-_LONGEST:].decode(errors="ignore")


def load_sent(db: Database, sent: BinaryIO, name: str, options: LoadOptions) -> Report:
    """Load what was sent under its name, as the options say."""
    with tempfile.TemporaryDirectory(prefix="citynet-") as folder:
        path = Path(folder, name)
        with path.open("xb") as out:
            shutil.copyfileobj(sent, out)
        return load_file_at(db, path, options)


def load_file_at(db: Database, path: Path, options: LoadOptions) -> Report:
    """Load a file as the options say."""
    return load(
        path,
        db=db,
        kind=options.kind or None,
        source=options.source or None,
        mapping=read_mapping(options.mapping, "'map'"),
        sheet=options.sheet or None,
        resolve=options.resolve,
        dry_run=options.dry_run,
        prune=options.prune,
    )


def _with_rows(report: Report) -> Iterator[bytes]:
    """The answer with what became of each row, in pieces: rows may be many."""
    yield b'{"loads":[' + orjson.dumps(report.summary())[:-1] + b',"rows":['
    for place, part in enumerate(chunks(report.rows, _ROWS_AT_ONCE)):
        yield (b"," if place else b"") + orjson.dumps([row.line() for row in part])[1:-1]
    yield b"]}]}"


def _json(value: object) -> Response:
    return Response(orjson.dumps(value), 200, _NOT_KEPT, "application/json")


def _parameter(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    schema = {
        key: value for key, value in said.items() if key not in ("title", "description") and value not in ("", [])
    }
    return {"name": name, "in": "query", "required": False, "description": said["description"], "schema": schema}


_COUNTS = ("read", "new", "changed", "same", "rejected", "towns_new", "links_new", "withdrawn")
_REPORT: dict[str, Any] = {
    "type": "object",
    "description": "`new`, `changed`, `same` and `rejected` add up to `read`.",
    "properties": {
        "load": {"type": "string", "description": "Id of the load; empty where nothing was written."},
        "file": {"type": "string"},
        "source": {"type": "string"},
        **{name: {"type": "integer"} for name in _COUNTS},
        "seconds": {"type": "number"},
        "dry_run": {"type": "boolean"},
        "loaded_before": {"type": ["string", "null"], "description": "The load that brought the very same file."},
    },
}
_REPORT["required"] = list(_REPORT["properties"])
_ROW = {
    "type": "object",
    "required": ["row", "outcome", "reason", "flags"],
    "properties": {
        "row": {"type": "integer"},
        "outcome": {"enum": ["new", "changed", "same", "rejected"]},
        "reason": {"type": "string"},
        "flags": {"type": "array", "items": {"type": "string"}},
        **{name: {"type": "object", "description": "Which town was meant, and why."} for name in ("town", "a", "b")},
    },
}
_LOADED: dict[str, Any] = _REPORT | {"properties": _REPORT["properties"] | {"rows": {"type": "array", "items": _ROW}}}
_EXAMPLE = {"load": "L8", "file": "krefeld.csv", "source": "krefeld", "read": 3, "new": 0, "changed": 0, "same": 2,
            "rejected": 1, "towns_new": 0, "links_new": 0, "withdrawn": 0, "seconds": 0.4, "dry_run": False,
            "loaded_before": "L5"}  # fmt: skip
_CURL = "curl -H 'Authorization: Bearer …' -F file=@krefeld.csv 'http://127.0.0.1:8000/api/loads?dry_run=true'"
_KEYED: dict[str, Any] = {"security": [{"key": []}]}
_SENDING: dict[str, Any] = _KEYED | {
    "parameters": [_parameter(name, said) for name, said in _OPTIONS.items()],
    "requestBody": {
        "required": True,
        "description": f"One file: CSV, TSV, XLSX, JSON, NDJSON or YAML. `{_CURL}`",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                },
                "example": {"file": "city_a,country_a,city_b,country_b,since\nKrefeld,DE,Venlo,NL,1964\n"},
            }
        },
    },
}


def _answers(description: str, properties: dict[str, Any], **more: Any) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {200: {"description": description, "content": {"application/json": {"schema": schema, **more}}}}


router = APIRouter(tags=["loads"])


@router.post(
    "/api/loads",
    operation_id="load",
    responses=_answers(
        "The report", {"loads": {"type": "array", "items": _LOADED}}, example={"loads": [_EXAMPLE]}
    ),
    openapi_extra=_SENDING,
)  # fmt: skip
async def load_file(request: Request, state: Running, _: Writing) -> Response:
    """Load a file and tell what came of it; rejected rows are counted and keep no other row out."""
    options = read_options(request)
    # The body is read here, not as a parameter: nobody without the key may fill the disk.
    async with request.form(max_files=1, max_fields=10) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            wanted = "send the file as the field 'file' of multipart/form-data, as curl -F file=@partners.csv does"
            raise UsageError(wanted, parameter="file")
        async with request.app.state.loading:
            report = await asyncio.to_thread(load_sent, state.store.db, sent.file, file_name(sent.filename), options)
    if options.rows:
        return StreamingResponse(_with_rows(report), headers=_NOT_KEPT, media_type="application/json")
    return _json({"loads": [report.summary()]})


@router.get(
    "/api/loads",
    operation_id="loads",
    responses=_answers("All loads", {"loads": {"type": "array", "items": {"type": "object", "required": ["load"]}}}),
    openapi_extra=_KEYED,
)
async def list_loads(state: Running, _: Writing) -> Response:
    """All loads, the newest first."""
    return _json(await asyncio.to_thread(loads.listed, state.store.db))


@router.post(
    "/api/loads/{id}/undo",
    operation_id="undo",
    responses=_answers(
        "What was taken back",
        {"load": {"type": "string"}, "state": {"const": "undone"}, "changed": {"type": "integer"}},
        example={"load": "L7", "state": "undone", "changed": 2},
    ),
    openapi_extra=_KEYED,
)
async def undo_load(
    request: Request, state: Running, _: Writing, id_: Annotated[str, InPath(alias="id", max_length=40)]
) -> Response:
    """Take a load back: what it alone brought goes, what it changed returns."""
    async with request.app.state.loading:
        taken = await asyncio.to_thread(loads.undo, state.store.db, id_)
    return _json({"load": taken["id"], "state": taken["state"], "changed": taken["changed"]})
