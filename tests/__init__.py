"""Makes the tests one importable tree, so that helpers are shared by name, not by path."""
