"""Filling an empty knowledge base through Neo4j's own import: the same statements, the same projection, as files.

`assembly` makes of statements what a load would have written; `files` are the tables that Neo4j's import reads.
"""
