"""A miniature web of five Salvadoran outlets on loopback, for the demo and the tests.

It answers under the outlets' real host names (in the ``Host`` header) with their real URL forms,
markup, feeds, sitemaps and encodings. Every article is invented; the places are real.
"""

from scrapers.demoweb.catalog import DEMO_OUTLETS, Article, Oddity, load_articles, load_oddities
from scrapers.demoweb.server import DemoWeb
from scrapers.demoweb.truth import TrueIncident, Truth, gold_rows, truth

__all__ = [
    "DEMO_OUTLETS",
    "Article",
    "DemoWeb",
    "Oddity",
    "TrueIncident",
    "Truth",
    "gold_rows",
    "load_articles",
    "load_oddities",
    "truth",
]
