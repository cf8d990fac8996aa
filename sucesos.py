"""The command line and the nightly job; above all."""
