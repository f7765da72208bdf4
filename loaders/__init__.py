"""Files and services in, validated statements out."""

from loaders.live import load_wikidata
from loaders.load import load
from loaders.report import Report

__all__ = ["Report", "load", "load_wikidata"]
