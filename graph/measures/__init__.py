"""Measures of the whole network, and what is found in it: computed with igraph from what Cypher reads."""
