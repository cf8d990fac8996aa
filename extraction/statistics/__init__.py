"""Reading of figures over a period; :mod:`extraction.components.statistics` is its front."""
