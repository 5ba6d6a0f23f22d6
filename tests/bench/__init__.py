"""The kept benchmark: `nox -s bench`."""
