"""ACCOUNTS → INCIDENTS by explicit rules: blocking (db/queries), comparisons, clustering, identity, resolution."""

from extraction.linkage.settings import LINKAGE_VERSION
from extraction.linkage.stage import link

__all__ = ["LINKAGE_VERSION", "link"]
