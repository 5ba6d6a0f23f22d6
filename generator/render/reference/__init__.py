"""Prints docs/index.html: a page about the toolkit for people, in one file that asks for no other."""
