"""The only package that holds a driver of Neo4j.

It runs `Bound` queries and accepts no string. Reads go as READ transactions with a time limit, which Neo4j
keeps from writing; writes are managed transactions, tried again by the driver where that is safe.
"""

from graph.database.driving import run
from graph.database.gateway import ReadGateway
from graph.database.wire import Address, Answer, Asking, Row, Version
from graph.database.writing import SCHEMA_VERSION, Database, Purpose, Transaction

__all__ = [
    "SCHEMA_VERSION",
    "Address",
    "Answer",
    "Asking",
    "Database",
    "Purpose",
    "ReadGateway",
    "Row",
    "Transaction",
    "Version",
    "run",
]
