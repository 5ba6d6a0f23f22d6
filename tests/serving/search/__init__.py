"""Tests of the search for tools by plain questions."""
