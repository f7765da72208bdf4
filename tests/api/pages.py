"""Pages as a reader sees them: text without tags, links, and what of the page could run as a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"script", "style", "title", "noscript", "template"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_DATA_BLOCKS = {"application/json", "application/ld+json"}


@dataclass
class Page(HTMLParser):
    """A parsed page: `text` with single blanks, `links` by address, `scripts` that stand in the page itself."""

    html: str
    links: dict[str, str] = field(default_factory=dict)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _href: str | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a" and found.get("href"):
            self._href = str(found["href"])
            self.links.setdefault(self._href, "")

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if _SILENT & set(self._open):
            return
        self._words.append(data)
        if self._href is not None:
            self.links[self._href] += data

    @property
    def text(self) -> str:
        """What is to be read, with single blanks."""
        return " ".join("".join(f"{word} " for word in self._words).split())

    @property
    def inline_scripts(self) -> list[dict[str, str | None]]:
        """Scripts that stand in the page itself; blocks of data are none."""
        return [
            found
            for tag, found in self.tags
            if tag == "script" and not found.get("src") and found.get("type") not in _DATA_BLOCKS
        ]

    @property
    def handlers(self) -> list[str]:
        """Attributes that would run a script: `onclick` and the like, and addresses that are one."""
        return [
            f"{tag} {name}"
            for tag, found in self.tags
            for name, value in found.items()
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
        ]

    @property
    def own_addresses(self) -> set[str]:
        """Addresses of ours that the page links to or loads."""
        named = {str(value) for _, found in self.tags for name, value in found.items() if name in ("href", "src")}
        return {one for one in named if one.startswith("/") and not one.startswith("//")}

    @property
    def loaded(self) -> set[str]:
        """Addresses that a browser fetches by itself to show the page."""
        fetched = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
        found = {str(at[fetched[tag]]) for tag, at in self.tags if tag in fetched and at.get(fetched[tag])}
        styles = {"stylesheet", "icon", "preload", "modulepreload"}
        return found | {str(at["href"]) for tag, at in self.tags if tag == "link" and at.get("rel") in styles}
