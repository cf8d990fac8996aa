"""Text → accounts and statistics. ``load()`` gives the pipeline, ``extract()`` reads one article."""

from extraction.pipeline import PIPELINE_VERSION, extract, load

__all__ = ["PIPELINE_VERSION", "extract", "load"]
