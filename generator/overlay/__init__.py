"""Corrects a document by an OpenAPI Overlay: parse, merge, apply."""
