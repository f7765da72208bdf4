"""The notebooks of the documents run from the first cell to the last against a server with the five sources."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.docs.documents import DOCS

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


def run(path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """All that the cells of a notebook print and show."""
    monkeypatch.setenv("CITYNET_URL", address)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs]
    return "\n".join(str(one.get("text") or one.get("data", {}).get("text/plain", "")) for one in outputs)


def test_the_notebook_about_partners_shows_them(
    sample_kb: Database, neo4j_address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))
    with serving(app) as address:
        shown = run(DOCS / "notebooks" / "partners.ipynb", address, monkeypatch)
    assert "9 partners" in " ".join(shown.split())  # what is printed may come in several parts
    assert "Chur – Partnerschaftsring Bad Homburg – Bad Homburg vor der Höhe – Exeter" in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_kept_without_what_they_showed(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []
