"""Text → accounts and statistics. ``load()`` gives the pipeline, ``extract()`` reads one article."""
