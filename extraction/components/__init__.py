"""The components of the pipeline, one a file."""
