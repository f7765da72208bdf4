"""Writing statements in tests without files and gazetteer: a town's key is given by the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.database import Database
from graph.model import AnyContent, IdentityContent, Mention, SourceContent
from graph.statements import loads
from graph.statements.statement import mention_key, mentions_of, statement


def load(
    kb: Database,
    source: str,
    contents: Sequence[AnyContent],
    *,
    prune: bool = False,
    means: Mapping[str, str] | Callable[[Mention], str] | None = None,
    described: SourceContent | None = None,
    score: float = 1.0,
) -> loads.Load:
    """Load contents of one source; a mention means the town of its name, or what `means` says (by name, or of it).

    `score` says how sure that is.
    """
    key_of = means if callable(means) else _by_name(means or {})
    cities: dict[str, str] = {}
    towns = [statement(source, described or SourceContent(title=source))]
    for content in contents:
        for mention in mentions_of(content):
            city = key_of(mention)
            cities[mention_key(source, mention)] = city
            identity = IdentityContent(
                mention=mention, city=city, country="DE", score=score, code="test", reason="said"
            )
            towns.append(statement(source, identity))
    made = [statement(source, content) for content in contents]
    begun = loads.begin(kb, f"{source}-{[one.id for one in towns + made]}", file="test", source=source)
    loads.name_sources(kb, begun, source, {source})
    loads.write(kb, list({one.id: one for one in towns}.values()), cities.__getitem__, begun)
    cities |= loads.cities_of(kb, cities)
    loads.write(kb, list({one.id: one for one in made}.values()), cities.__getitem__, begun)
    loads.finish(kb, begun, prune=prune, counts={})
    return begun


def _by_name(means: Mapping[str, str]) -> Callable[[Mention], str]:
    return lambda mention: means.get(mention.name, mention.name.lower())


def town(name: str) -> Mention:
    """A mention of a town."""
    return Mention(name=name, country="DE")
