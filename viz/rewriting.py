"""Pages of ours as files: every link a relative one, and nothing that needs the server. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import orjson
from lxml import etree

from graph.texts import Language
from viz.pages import json_block
from viz.published import Contents, Target, relative

_GONE = {"reports": "report", "report-line": "report", "calendars": "calendars", "ask-on": "ask"}
"""Classes of what only leads to the server, with what it is counted as."""
_EMPTY = {"li", "p", "ul", "ol", "dl", "div", "section", "nav", "span", "details", "figure"}
_HEADINGS = {"h1", "h2", "h3", "h4", "summary"}
_ABSOLUTE = {"og:url", "og:image", "og:image:width", "og:image:height", "twitter:card"}
_ADDRESSES = {"@id", "url", "contentUrl"}
_THINGS = ("cities", "countries", "events", "organisations", "people", "programmes", "rings", "sources", "topics")


@dataclass(slots=True)
class Rewritten:
    """A page as a file: what it leads to, by file, the files it refers to, and what was taken out, by kind."""

    html: str = ""
    targets: dict[str, Target] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)


def rewritten(page: str, file: str, lang: Language, contents: Contents) -> Rewritten:
    """The page as the file `file` (`de/cities/gn1.html`) of a site that has `contents`."""
    tree = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    work = _Work(tree, file, lang, contents, Rewritten())
    work.take_out()
    work.head()
    work.links()
    work.network()
    work.made.html = etree.tostring(tree, method="html", encoding="unicode", doctype="<!doctype html>") + "\n"
    work.made.references = set(_references(tree, file))
    return work.made


@dataclass(slots=True)
class _Work:
    tree: Any
    file: str
    lang: Language
    contents: Contents
    made: Rewritten

    def take_out(self) -> None:
        """Signs and columns that only lead to the server."""
        for name, kind in _GONE.items():
            for one in self._found(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"):
                self.made.left_out[kind] += one.tag != "th"
                _drop(one)
        for one in self._found("//td[@class='pair']"):
            self.made.left_out["ask"] += 1
            _drop(one)

    def head(self) -> None:
        """Addresses that machines read: full ones, where it is known where the site will be."""
        for one in self._found("//meta[@property or @name]"):
            name = one.get("property") or one.get("name")
            if name in ("og:url", "og:image") and (full := self._full(one.get("content"), fallback=name == "og:image")):
                one.set("content", full)
            elif name in _ABSOLUTE and not self.contents.address:
                _drop(one)
        for one in self._found("//link[@rel='alternate']"):
            full = self._full(one.get("href"))
            one.set("href", full) if full else _drop(one)
        for head in self._found("//head") if self.contents.address else []:
            etree.SubElement(head, "link", rel="canonical", href=f"{self.contents.address}/{self.file}")
        for one in self._found("//script[@type='application/ld+json']"):
            one.text = str(json_block(self._linked(orjson.loads(one.text))))

    def _linked(self, said: Any) -> Any:
        if isinstance(said, list):
            return [self._linked(one) for one in said]
        if not isinstance(said, dict):
            return said
        made = {}
        for name, value in said.items():
            if name in _ADDRESSES and isinstance(value, str) and self._own(value) is not None:
                value = self._full(value)
            if value is not None:
                made[name] = self._linked(value)
        return made

    def _full(self, address: str, *, fallback: bool = False) -> str | None:
        """The full address of a file of the site; `fallback`: that of the general picture."""
        if not self.contents.address:
            return None
        target = self._target(address) or (self._target("/preview.png") if fallback else None)
        return f"{self.contents.address}/{target.file}" if target else None

    def _own(self, address: str) -> str | None:
        """The path of an address of ours; `None` for those of others."""
        known = self.contents.address
        path = address.removeprefix(known) if known and address.startswith(f"{known}/") else address
        return path if path.startswith("/") and not path.startswith("//") else None

    def _target(self, address: str) -> Target | None:
        own = self._own(address)
        target = self.contents.target(own, self.lang) if own else None
        if target:
            self.made.targets[target.file] = target
        return target

    def _way(self, address: str) -> str | None:
        target = self._target(address)
        if target is None:
            return None
        fragment = urlsplit(address).fragment
        query = f"?{target.kept}" if target.kept else ""
        return f"{relative(target.file, self.file)}{query}{f'#{fragment}' if fragment else ''}"

    def links(self) -> None:
        """Everything that leads somewhere or is loaded."""
        for one in self._found("//picture[.//img]"):
            if self._target(str(one.find(".//img").get("src"))) is None:
                self._out(one, "charts")  # its numbers stay
        for name in ("href", "src", "srcset", "action"):
            for one in self._found(
                f"//body//*[@{name}] | //head/*[@{name} and not(@rel='alternate' or @rel='canonical')]"
            ):
                address = str(one.get(name)).strip()
                if address.startswith("webcal:"):
                    self._out(one, "calendars")
                elif one.tag == "form" and (one.get("method", "get") != "get" or not address.startswith("/search")):
                    self._out(one, "forms")
                elif self._own(address) is not None:
                    self._led(one, name, address)
        for one in self._found("//form//input[@type='hidden' and @name='lang'] | //p[@class='formats' and not(.//a)]"):
            _drop(one)

    def _led(self, one: Any, name: str, address: str) -> None:
        way = self._way(address)
        if way is not None:
            if one.text == address:
                one.text = self._full(address)
            one.set(name, way)
            return
        kind = str(self._own(address)).split("?")[0].strip("/").split("/")[0]
        if one.tag == "a" and (_in_sentence(one) or (kind in _THINGS and _says_more(one))):
            self.made.left_out[kind] += 1
            _unwrap(one)
        else:
            self._out(one, kind)

    def _out(self, one: Any, kind: str) -> None:
        self.made.left_out[kind.removesuffix(".ics")] += 1
        _drop(one)

    def network(self) -> None:
        """The data of a network picture: where its nodes lead."""
        for block in self._found("//script[@id='network-data']"):
            data = orjson.loads(block.text)
            for node in data["nodes"]:
                node["href"] = self._way(node["href"]) if node.get("href") else None
            block.text = str(json_block(data))

    def _found(self, path: str) -> list[Any]:
        return list(self.tree.xpath(path))


def _references(tree: Any, file: str) -> Iterator[str]:
    """The files that a page refers to, as its finished links have them; those of other hosts are left out."""
    for value in tree.xpath("//@href | //@src | //@srcset | //@action"):
        split = urlsplit(str(value))
        if not split.scheme and not split.netloc and split.path:
            yield unquote(urljoin(f"/{file}", split.path))[1:]


def _before(one: Any) -> str:
    """The text that stands right before an element, up to the element before it."""
    previous = one.getprevious()
    return str((previous.tail if previous is not None else one.getparent().text) or "")


def _in_sentence(one: Any) -> bool:
    said = " ".join(_before(one).split())
    return bool(said) and said[-1] not in ".:!?·–"


def _says_more(one: Any) -> bool:
    """Whether the words of a link say something by themselves, as a name does and 'in the other language' does not."""
    return not one.get("hreflang") and "button" not in one.get("class", "") and one.getparent().tag != "nav"


def _unwrap(one: Any) -> None:
    """Put what stands in an element in its place."""
    parent, place = one.getparent(), one.getparent().index(one)
    _join(one, one.text)
    last, tail = (one[-1] if len(one) else None), one.tail
    parent[place : place + 1] = list(one)
    if last is not None:
        last.tail = (last.tail or "") + (tail or "")
    elif place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")


def _join(one: Any, text: str | None) -> None:
    """Set a text behind what stands before an element."""
    previous = one.getprevious()
    if previous is None:
        one.getparent().text = (one.getparent().text or "") + (text or "")
    else:
        previous.tail = (previous.tail or "") + (text or "")


def _drop(one: Any) -> None:
    """Take an element out, with the dot that sets it apart from its neighbours, and what is empty without it."""
    parent = one.getparent()
    if parent is None:
        return
    tail, before = one.tail or "", _before(one)
    if tail.lstrip().startswith("·"):
        tail = tail.lstrip()[1:].lstrip()
    elif before.rstrip().endswith("·"):
        cut = before.rstrip()[:-1].rstrip()
        previous = one.getprevious()
        if previous is None:
            parent.text = cut
        else:
            previous.tail = cut
    _join(one, tail)
    parent.remove(one)
    if parent.tag in _EMPTY and _is_empty(parent):
        _drop(parent)


def _is_empty(one: Any) -> bool:
    words = [one.text, *(child.tail for child in one)]
    return not any((text or "").strip() for text in words) and all(child.tag in _HEADINGS for child in one)
