"""Answers as networks: GraphML, and GEXF for Gephi. Towns, rings and events are nodes; a ring is never a clique."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from graph.database import Row
from graph.errors import UsageError
from graph.export.ties import End, has_ties, ties
from graph.questions.asking import Result

_NODE_FIELDS = ("country", "lat", "lon", "population", "kind", "status", "begin", "end")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(result: Result, asked: Sequence[Row] = ()) -> Any:
    """The answer as an undirected `networkx.Graph`; fields that are not known are left out.

    `asked` are the things that the question was about (`graph.questions.asking.asked_about`), for their names.
    Raises `UsageError` for an answer that ties nothing together.
    """
    import networkx  # here, for it takes long and few need it

    if not has_ties(result.question.name):
        raise UsageError(
            f"the answers of {result.question.name} are no network; take csv, ndjson or json", parameter="format"
        )
    about = {str(row["id"]) for row in asked} | {str(value) for value in result.parameters.values()}
    graph: networkx.Graph[str] = networkx.Graph()
    for tie in ties(result, asked):
        for end in (tie.a, tie.b):
            graph.add_node(end.key, **_node(end, asked=end.id in about))
        graph.add_edge(tie.a.key, tie.b.key, **{name: _clean(value) for name, value in tie.fields.items()})
    for row in asked:
        if row["id"] not in graph and f"ring:{row['id']}" not in graph:
            end = End("ring" if "ring" in result.parameters else "town", row["id"], row)
            graph.add_node(end.key, **_node(end, asked=True))
    return graph


def _node(end: End, *, asked: bool) -> dict[str, Any]:
    fields = _NODE_FIELDS if end.type == "event" else _NODE_FIELDS[:4]
    known = {name: _clean(end.row[name]) for name in fields if end.row.get(name) is not None}
    if end.type == "event" and end.row.get("inferred"):
        known["inferred"] = "; ".join(end.row["inferred"])
    label = end.row.get("name") or end.row.get("title") or end.id
    return {"label": _clean(str(label)), "type": end.type, "asked": asked, **known}


def _clean(value: Any) -> Any:
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def to_graphml(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as GraphML; see `network`."""
    import networkx

    return _written(networkx.write_graphml_xml, network(result, asked), named_key_ids=True)


def to_gexf(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as GEXF 1.2, which Gephi opens; see `network`."""
    import networkx

    return _written(networkx.write_gexf, network(result, asked), version="1.2draft")


def _written(write: Callable[..., None], graph: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    write(graph, buffer, encoding="utf-8", prettyprint=True, **options)
    return buffer.getvalue()
