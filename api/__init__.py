"""The fronts: HTTP and the command line."""
