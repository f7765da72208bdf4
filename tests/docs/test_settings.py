"""`docs/settings.md` and `graph/settings.py` name the same settings with the same defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from graph.settings import ROOT, Settings
from tests.docs.documents import DOCS, tables


def variable(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or f"CITYNET_{name.upper()}")


def default(field: FieldInfo) -> str:
    value: Any = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path):
        value = value.relative_to(ROOT).as_posix()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"`{value}`" if value != "" else "empty"


@pytest.fixture(scope="module")
def documented() -> dict[str, tuple[str, str]]:
    """Default and meaning by variable, of all tables of the page."""
    rows = [row for table in tables(DOCS / "settings.md") for row in table.rows[1:]]
    return {row[0].strip("`"): (row[1], row[2]) for row in rows}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented_with_its_default(name: str, documented: dict[str, tuple[str, str]]) -> None:
    field = Settings.model_fields[name]
    said, meaning = documented[variable(name, field)]
    assert said == default(field)
    assert meaning


def test_no_setting_is_documented_that_is_not_there(documented: dict[str, tuple[str, str]]) -> None:
    known = {variable(name, field) for name, field in Settings.model_fields.items()}
    sources = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "setup").iterdir(), *(ROOT / "api").rglob("*.py")]
    written = "\n".join(path.read_text("utf-8") for path in sources if path.is_file())
    # Those of the tests, the set-up and the system are read elsewhere, in parts.
    others = [name for name in documented if name not in known]
    stems = {name: name.removeprefix("CITYNET_TEST_NEO4J_") for name in others}
    assert [name for name, stem in stems.items() if name not in written and f'"{stem}"' not in written] == []
