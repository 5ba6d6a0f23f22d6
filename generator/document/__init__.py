"""Bytes become a document that knows its lines, and its references are followed."""
