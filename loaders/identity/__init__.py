"""Identity: which town is meant.

`Gazetteer.open(cache)` gives the places, `Resolver(gazetteer).resolve(mentions, pairs)` the decisions.
It looks at what the mentions and their file say, never at what is in the knowledge base.
"""

from .codes import Candidate, Code, Resolution
from .folding import fold
from .gazetteer import Division, Gazetteer, Place
from .resolver import Resolver

__all__ = ["Candidate", "Code", "Division", "Gazetteer", "Place", "Resolution", "Resolver", "fold"]
