"""Follows operations whose vendor renames a path parameter: the URL is what it was, and so is the tool."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def followed(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Operations such as `GET /pets/{id}` that are gone, each with the one that has its place.

    It is the same but for the names in braces, and neither side has two such.
    """
    before, after = set(old), set(new)
    gone, fresh = _by_shape(before - after), _by_shape(after - before)
    return {operation: fresh[shape] for shape, operation in gone.items() if shape in fresh}


def followed_keys(old: str, new: str) -> Mapping[str, str]:
    """The key of each path parameter of an operation, with that of the parameter in its place."""
    names = zip(_PARAMETER.findall(old), _PARAMETER.findall(new), strict=True)
    return {f"path:{name}": f"path:{other}" for name, other in names}


def _by_shape(operations: set[str]) -> dict[str, str]:
    shapes = {each: _PARAMETER.sub("{}", each) for each in operations}
    counts = Counter(shapes.values())
    return {shape: each for each, shape in shapes.items() if counts[shape] == 1 and "{}" in shape}
