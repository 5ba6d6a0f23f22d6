"""Holds a document to OpenAPI's own rules."""
