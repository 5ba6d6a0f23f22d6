"""The target Arcade: the Python modules of a package whose tools Arcade's decorator declares."""
