"""The commands: each parses what it is given, calls one function, and prints."""
