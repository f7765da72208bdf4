"""All settings of citynet, in one place. `docs/settings.md` describes each; a test holds the two together."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings from the environment: `CITYNET_…`, and the driver's usual `NEO4J_…`."""

    model_config = SettingsConfigDict(env_prefix="CITYNET_", extra="ignore", populate_by_name=True)

    # Folder of one knowledge base: the private database, decisions, caches.
    home: Path = ROOT / ".citynet"
    # Folder for what can be fetched or computed again and is shared by homes: jars, the gazetteer's index.
    cache: Path = ROOT / ".cache"
    # The address that links and embeds carry; empty means the address the server runs on.
    public_url: str = ""
    # Addresses of the proxy in front, whose X-Forwarded-… headers count; empty means nobody's do.
    proxy: str = ""
    # Names, with commas between, by which the server may be asked beside its own and `public_url`'s; `*` for all.
    hosts: str = ""
    # Requests a minute that one caller may send from elsewhere; 0 for any number.
    requests: int = Field(default=1200, ge=0)
    # What the log of `serve` tells: a line for each request from `info` on, what an error said with `debug`.
    log: Literal["debug", "info", "warning", "error"] = "info"
    # Key for writing over HTTP; empty turns writing off.
    api_key: SecretStr = SecretStr("")
    # Heap and page cache of the private Neo4j, in Neo4j's notation.
    heap: str = "1g"
    page_cache: str = "512m"
    # Seconds the private Neo4j goes on after its last user has left.
    linger: float = Field(default=5.0, ge=0)
    # Seconds one question may take in the database.
    question_timeout: float = Field(default=20.0, gt=0)
    # Queries that the server lets the database work on at once; others wait for their turn.
    at_once: int = Field(default=16, gt=0)
    # Seconds that a load waits for a database that went away before it stops.
    load_retry: float = Field(default=120.0, ge=0)
    # Bytes a request's body may have.
    max_body: int = Field(default=20_000_000, gt=0)
    # Bytes of JSON answers and pages that the server keeps in memory for whoever asks the same again.
    answers: int = Field(default=64_000_000, ge=0)
    # Rows of a JSON or HTML answer when no `limit` is given.
    rows: int = Field(default=1000, gt=0)

    # Where Wikidata is asked, and for how many days its answers are kept.
    wikidata_url: str = "https://query.wikidata.org/sparql"
    wikidata_days: float = Field(default=7.0, ge=0)

    # An own Neo4j instead of the private one.
    neo4j_uri: str = Field(default="", validation_alias="NEO4J_URI")
    neo4j_user: str = Field(default="neo4j", validation_alias="NEO4J_USER")
    neo4j_password: SecretStr = Field(default=SecretStr(""), validation_alias="NEO4J_PASSWORD")
    neo4j_database: str = Field(default="neo4j", validation_alias="NEO4J_DATABASE")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read from the environment once."""
    return Settings()
