"""The private Neo4j: fetched once, run in a process of its own beside the program, one for each home."""

from graph.local.client import private_neo4j, running
from graph.local.place import Connection

__all__ = ["Connection", "private_neo4j", "running"]
