"""Pictures: networks, maps, charts, page templates. Python here prepares data in pure functions."""
