"""The one catalogue of texts that people read, German and English side by side.

Each `*.yaml` beside this file maps dotted keys to `{de: …, en: …}`. Placeholders are `str.format` fields.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

import yaml

from graph.errors import SetupError

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[Language, str]]:
    """All texts by dotted key, then by language; raises `SetupError` where two files say the same key."""
    texts: dict[str, dict[Language, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for key, entry in _flatten(yaml.safe_load(path.read_text(encoding="utf-8")) or {}):
            if key in texts:
                raise SetupError(f"the text '{key}' stands twice in graph/texts; keep one")
            texts[key] = entry
    return texts


def _flatten(tree: dict[str, object], prefix: str = "") -> list[tuple[str, dict[Language, str]]]:
    found: list[tuple[str, dict[Language, str]]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and set(value) <= set(LANGUAGES):
            found.append((key, cast(dict[Language, str], value)))
        elif isinstance(value, dict):
            found.extend(_flatten(value, f"{key}."))
        else:
            raise SetupError(f"the text '{key}' has no languages; write '{{de: …, en: …}}'")
    return found


def text(key: str, language: Language, /, **values: object) -> str:
    """The text for `key` with its placeholders filled; raises `KeyError` for an unknown key."""
    return catalogue()[key][language].format(**values)


def has_text(key: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in catalogue()
