"""Tests of the page for people, in the browser that people have."""
