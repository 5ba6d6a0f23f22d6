"""What is told of queries that cannot be run."""


class QueryError(Exception):
    """A query that does not follow RFC 9535; `str()` says where it fails."""

    hint = "names other than letters, digits and _ are written ['x-name']"


class TooLarge(QueryError):
    """A query that asks for too much."""

    hint = "select the parts by their names, or with fewer .., filters and patterns"
