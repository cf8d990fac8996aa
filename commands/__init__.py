"""The commands of ``sucesos``, one file a group; each stage's work is in its own package."""
