"""Statements, what they add up to (the projection), and the loads that carry them."""
