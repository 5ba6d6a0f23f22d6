"""Prints a plan through templates: package files, docs, JSON, manifest."""
