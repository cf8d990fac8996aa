"""The store and the ways out of it. Knows neither Scrapy nor spaCy."""

from db.store import incidents, open_database

__all__ = ["incidents", "open_database"]
