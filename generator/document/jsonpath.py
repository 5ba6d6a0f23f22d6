"""Runs RFC 9535 queries by the library, which only runs that need it import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jsonpath_rfc9535 import JSONPathError, JSONPathQuery
from jsonpath_rfc9535.selectors import NameSelector

from generator.document.jsonpath_bounds import BoundedEnvironment, TooMuch
from generator.document.query_errors import QueryError, TooLarge
from generator.document.query_steps import StepsLeft

Location = tuple[str | int, ...]


class LibraryQueries:
    """Some queries, each compiled once."""

    def __init__(self) -> None:
        self._environment = BoundedEnvironment()

    def select(self, query: str, root: Any, steps: StepsLeft | None) -> list[Location]:
        """Where the nodes stand that a query selects, in order and each once; raises QueryError."""
        self._environment.begin(steps)
        with _told():
            nodes = self._environment.compile(query).find(root)
            return [*dict.fromkeys(tuple(each.location) for each in nodes)]

    def astray(self, query: str, root: Any, steps: StepsLeft) -> tuple[str | None, list[Any]]:
        """The name at which a sound query goes astray, if it is one, and what is there instead of it."""
        self._environment.begin(steps)
        try:
            return self._astray(self._environment.compile(query), root)
        except (JSONPathError, RecursionError):
            return None, []  # what it takes to tell is more than the query itself

    def _astray(self, parsed: JSONPathQuery, root: Any) -> tuple[str | None, list[Any]]:
        here = JSONPathQuery(env=self._environment, segments=()).find(root)
        for segment in parsed.segments:
            beyond = [*segment.resolve(here)]
            if not beyond:
                names = [each.name for each in segment.selectors if isinstance(each, NameSelector)]
                return names[0] if len(names) == 1 else None, [each.value for each in here]
            here[:] = beyond
        return None, []


@contextmanager
def _told() -> Iterator[None]:
    """Raises QueryError for what the library raises."""
    try:
        yield
    except TooMuch as error:
        raise TooLarge(str(error)) from None
    except RecursionError:
        raise TooLarge("it is nested too deep") from None
    except (ValueError, OverflowError):
        raise QueryError("a number in it has no room") from None
    except JSONPathError as error:
        raise QueryError(str(error)) from None
