"""Names and literals: the two rooms through which text of a document enters source text."""
