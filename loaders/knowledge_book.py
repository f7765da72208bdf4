"""What a knowledge file describes once and refers to by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from graph.model import Mention, Model, OrganisationContent, ProgrammeContent, RingContent, TopicContent
from graph.names import fold
from loaders.messages import first_error, unknown
from loaders.values import RowError
from loaders.vocabulary import vocabulary

M = TypeVar("M", bound=Model)

MENTION = frozenset(("name", "country", "region", "lat", "lon", "geonames", "wikidata", "kind"))
"""Fields of an entry that say which town is meant."""


def build(model: type[M], fields: Mapping[str, Any], at: str = "") -> M:
    """The model with these fields; a `RowError` names the field at fault, `at` in front of it."""
    try:
        made = model.model_validate(fields)
    except ValidationError as exc:
        field_at_fault, reason = first_error(exc, model)
        path = ".".join(part for part in (at, field_at_fault) if part)
        raise RowError(reason, path or None) from exc
    for inferred in fields.get("evidence") or ():
        if inferred not in model.model_fields:
            path = ".".join(part for part in (at, "evidence") if part)
            raise RowError(unknown(inferred, model.model_fields), path)
    return made


@dataclass(slots=True)
class Book:
    """Things that a file describes, by folded name; `language` is that of its source.

    Towns are there by name, and by name and country; None where the file describes several of them.
    """

    language: str | None = None
    towns: dict[str, Mention | None] = field(default_factory=dict)
    rings: dict[str, RingContent] = field(default_factory=dict)
    organisations: dict[str, OrganisationContent] = field(default_factory=dict)
    programmes: dict[str, ProgrammeContent] = field(default_factory=dict)
    topics: dict[str, TopicContent] = field(default_factory=dict)

    def declare_town(self, mention: Mention) -> None:
        """Note a town; two towns of one name need their country to be referred to."""
        name = fold(mention.name)
        for key in (name, f"{name}|{fold(mention.country or '')}"):
            self.towns[key] = mention if self.towns.get(key, mention) == mention else None

    def town(self, raw: object, at: str) -> tuple[Mention, dict[str, Any]]:
        """The town that an entry means, and the entry's other fields.

        `Name`, `Name, COUNTRY`, `Name, REGION, COUNTRY`, or fields with a `name`; what the file says of the town
        under `towns:` is added.
        """
        if isinstance(raw, str):
            return self._written(raw, at), {}
        if not isinstance(raw, Mapping):
            raise RowError("a town is a name or fields with a name", at)
        given = {key: value for key, value in raw.items() if key in MENTION and value is not None}
        rest = {key: value for key, value in raw.items() if key not in MENTION}
        if set(given) == {"name"} and isinstance(given["name"], str):
            return self._written(given["name"], f"{at}.name"), rest
        if set(given) == {"name", "country"}:
            known = self.towns.get(f"{fold(str(given['name']))}|{fold(str(given['country']))}")
            return known or build(Mention, given, at), rest
        return build(Mention, given, at), rest

    def _written(self, text: str, at: str) -> Mention:
        if known := self.towns.get(fold(text)):
            return known
        name, *more = [part.strip() for part in text.split(",")]
        if more and (known := self.towns.get(f"{fold(name)}|{fold(more[-1])}")) and len(more) == 1:
            return known
        if len(more) > 2:
            raise RowError(f"'{text}' is not a town: write Name, REGION, COUNTRY", at)
        fields = {"name": name, "country": more[-1] if more else None, "region": more[0] if len(more) == 2 else None}
        return build(Mention, fields, at)

    def ring(self, name: str) -> RingContent:
        """The ring of that name as the file describes it, else one of which only the name is known."""
        return self.rings.get(fold(name)) or build(RingContent, {"ring": name})

    def organisation(self, name: str) -> OrganisationContent:
        """The organisation as the file describes it, else one of which only the name is known."""
        return self.organisations.get(fold(name)) or build(OrganisationContent, {"organisation": name})

    def programme(self, name: str) -> ProgrammeContent:
        """The programme of that name; raises `RowError` where the file does not describe it."""
        found = self.programmes.get(fold(name))
        if found is None:
            known = [programme.programme for programme in self.programmes.values()]
            raise RowError(f"{unknown(name, known, 'programme')}; describe it under programmes:", "programme")
        return found

    def topic(self, topic: str, at: str = "topics") -> TopicContent:
        """The topic of that id, of the file or of the vocabulary; raises `RowError` where there is none."""
        known = {**vocabulary().topics, **self.topics}
        if topic not in known:
            raise RowError(f"{unknown(topic, known, 'topic')}; describe it under topics:", at)
        return known[topic]
