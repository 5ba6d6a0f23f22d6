"""Tests of what serves the tools."""
