"""The routes, one module a kind: data, pages, files."""
