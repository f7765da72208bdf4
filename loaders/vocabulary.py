"""The vocabulary of topics in `data/topics.yaml`: ids, names in both languages, synonyms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.model import TopicContent
from graph.names import fold, slug
from graph.settings import ROOT
from loaders.reading.yamls import load_yaml

FILE = ROOT / "data" / "topics.yaml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Topics by id, and ids by folded name or synonym."""

    topics: dict[str, TopicContent]
    by_name: dict[str, str]

    def topic(self, words: str) -> TopicContent:
        """The topic of the vocabulary that words name, else a new one that is called as they say."""
        found = self.by_name.get(fold(words)) or self.by_name.get(slug(words))
        if found:
            return self.topics[found]
        return TopicContent(topic=slug(words), name={"und": words})


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    raw = load_yaml(FILE.read_bytes(), FILE.name).value["topics"]
    topics = [
        TopicContent(topic=entry["id"], name=entry["name"], synonyms=tuple(entry.get("synonyms") or ()))
        for entry in raw
    ]
    by_name = {
        fold(word): topic.topic for topic in topics for word in (topic.topic, *topic.name.values(), *topic.synonyms)
    }
    return Vocabulary({topic.topic: topic for topic in topics}, by_name)
