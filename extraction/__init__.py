"""Text → accounts and statistics. ``load()`` gives the pipeline, ``extract()`` reads one article."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extraction.pipeline import PIPELINE_VERSION, extract, load

__all__ = ["PIPELINE_VERSION", "extract", "load"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: extraction.linkage and the command line's help need no spaCy.
    if name in __all__:
        from extraction import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
