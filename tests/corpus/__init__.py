"""Vendors' own documents, generated, loaded, called and judged: `nox -s corpus`."""
