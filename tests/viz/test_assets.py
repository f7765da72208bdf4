"""Static files: what may be served, and under which address."""

import re

import pytest

from graph.errors import SetupError
from viz import assets
from viz.pages import TEMPLATES


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py",
        "/static/..%2fpages.py",
        "/static/vendor/../../pages.py",
        "/static/vendor/maplibre-gl/package.json",
        "/static/vendor/",
        "/static/",
        "/static/nothing.js",
        "/static/.hidden.css",
        "/static//etc/passwd",
    ],
)
def test_only_our_own_files_and_the_vendor_files_listed_are_served(path: str) -> None:
    assert assets.asset_path(path) is None


@pytest.mark.parametrize("name", sorted(assets.VENDOR))
def test_every_vendor_file_is_installed(name: str) -> None:
    assert assets.asset_file(f"vendor/{name}").is_file()


def test_every_asset_that_a_template_names_exists() -> None:
    templates = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    names = {name for source in templates for name in re.findall(r"asset_url\('([^']+)'\)", source)}
    assert len(names) > 8
    assert [name for name in names if not assets.asset_file(name).is_file()] == []


def test_the_address_changes_with_the_content(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    file = assets.STATIC / "style.css"
    file.write_text("a {}")
    before = assets.asset_url("style.css")
    file.write_text("b { color: red }")
    assert before.startswith("/static/style.css?v=")
    assert assets.asset_url("style.css") != before


def test_a_missing_asset_says_what_to_do() -> None:
    with pytest.raises(SetupError, match="npm ci"):
        assets.asset_url("vendor/nothing.js")


def test_the_address_with_its_hash_leads_to_the_file() -> None:
    assert assets.asset_path(assets.asset_url("style.css")) == assets.STATIC / "style.css"


@pytest.mark.parametrize("script", sorted(path.name for path in assets.STATIC.glob("*.js")))
def test_no_script_of_ours_makes_html_or_code_from_text(script: str) -> None:
    source = (assets.STATIC / script).read_text(encoding="utf-8")
    found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML", source)
    assert found == []
