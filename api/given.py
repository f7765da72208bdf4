"""The parameters of an address, as what reads them takes them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from fastapi import Request

_PAGE = frozenset({"lang", "embed", "theme"})
"""How a page is shown, which no question or chart is asked about."""


def given_lists(request: Request) -> dict[str, list[str]]:
    """Every parameter with all its values, empty ones too: as a form shows them again."""
    return {name: request.query_params.getlist(name) for name in request.query_params}


def given_values(request: Request, *, but: Container[str] = (), lists: Container[str] = ()) -> dict[str, Any]:
    """Parameters with a value: a list where there are several or the name is among `lists`.

    Left out are those `but` and those that say how a page is shown (language, colours, frame).
    """
    filled = {name: [one for one in values if one] for name, values in given_lists(request).items()}
    return {
        name: values if len(values) > 1 or name in lists else values[0]
        for name, values in filled.items()
        if values and name not in _PAGE and name not in but
    }


def whole(query: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """What asks for the whole answer: files and pictures are of all of it, whichever part the page shows."""
    return [(name, value) for name, value in query if name != "offset"]
