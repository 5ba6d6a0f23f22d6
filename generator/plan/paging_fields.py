"""What the fields of an answer are called that say where a list goes on, and which field is the list."""

from generator.emit import naming
from generator.openapi.api import AnswerField, Operation

Words = tuple[str, ...]


def named(*names: str) -> frozenset[Words]:
    """The names as words."""
    return frozenset(tuple(each.split()) for each in names)


TOKENS = named(
    "cursor", "token", "after", "continuation token", "bookmark", "scroll param", "marker", "offset"
) | named("next")
"""What tokens are called, less the words that only say that they are of a page."""

MORE = named("has more", "more", "has next", "has next page", "more items", "might have more")
END = named("last page", "is last", "is last page")
TOTALS = named(
    "total", "total count", "total items", "total results", "total records", "total filtered count"
)
PAGE_TOTALS = named("total pages", "page count", "pages", "last page")

_AROUND = frozenset(
    [
        "page",
        "pages",
        "pagination",
        "paging",
        "starting",
        "start",
        "end",
        "result",
        "results",
        "next",
    ]
)
_BACKWARD = frozenset(["prev", "previous", "before", "first", "last", "self", "current", "ending"])
_HOLDERS = frozenset(
    [
        "meta",
        "metadata",
        "page",
        "pages",
        "paging",
        "pagination",
        "response",
        "links",
        "cursors",
        "info",
    ]
)
_NO_PAGES = named("links", "included", "warnings", "errors", "deprecations")
_LISTS = ("data", "items", "results", "records", "entries", "values", "objects", "resources")
_URLS = named("next", "next url", "next link", "next page url", "next page uri")
_URL_PARTS = named("href", "url", "link", "uri")
_DEEPEST = 4


def words_of(field: AnswerField) -> Words:
    """The words of its name."""
    return tuple(naming.words(field.path[-1])) if field.path else ()


def all_words(field: AnswerField) -> frozenset[str]:
    """The words of its name, and of those of all that it stands in."""
    return frozenset(word for part in field.path for word in naming.words(part))


def goes_back(words: Words | frozenset[str]) -> bool:
    """Whether it says where a list began, or is."""
    return not _BACKWARD.isdisjoint(words)


def core(words: Words) -> Words:
    """The words less those that only say that it is of a page."""
    kept = tuple(word for word in words if word not in _AROUND)
    return kept or (("next",) if words[-1:] == ("next",) else ())


def pointer(field: AnswerField) -> str:
    """Where it stands in the answer."""
    return pointer_of(field.path)


def pointer_of(path: Words) -> str:
    """The JSON pointer of a path of names."""
    return "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in path)


def is_scalar(field: AnswerField, *kinds: str) -> bool:
    """Whether it has no other types than these."""
    return bool(field.path) and bool(field.types) and field.types <= set(kinds)


def has_token(operation: Operation) -> bool:
    """Whether the answer has a token, so that nothing is to be counted."""
    return any(
        "string" in each.types and core(words_of(each)) in named("offset", "cursor", "token")
        for each in operation.outline
        if len(each.path) <= 2
    )


def is_next_url(field: AnswerField) -> bool:
    """Whether it is the URL of the next page."""
    words, around = words_of(field), tuple(naming.words(field.path[-2])) if field.path[1:] else ()
    if (words in _URL_PARTS and around == ("next",)) or words == ("odata", "next", "link"):
        return True
    if words not in _URLS:
        return False
    is_url = field.format in ("uri", "url") or len(words) > 1
    return is_url or around in named("links", "paging") or "URL" in field.description


def flag(operation: Operation, names: frozenset[Words]) -> str:
    """The pointer of the flag of such a name; "" for none."""
    return _known(operation, names, "boolean")


def number(operation: Operation, names: frozenset[Words]) -> str:
    """The pointer of the number of such a name; "" for none."""
    return _known(operation, names, "integer", "number")


def _known(operation: Operation, names: frozenset[Words], *kinds: str) -> str:
    """The pointer of the field of such a name, in the answer or in what tells of its pages."""
    for field in operation.outline:
        around = {word for part in field.path[:-1] for word in naming.words(part)}
        if is_scalar(field, *kinds) and words_of(field) in names and around <= _HOLDERS:
            return pointer(field)
    return ""


def page_list(operation: Operation) -> AnswerField | None:
    """The list that the answer is a page of; None where several may be it."""
    lists = [each for each in operation.outline if each.types == {"array"}]
    lists = [each for each in lists if words_of(each) not in _NO_PAGES]
    for levels in range(_DEEPEST):
        found = [each for each in lists if len(each.path) == levels]
        if len(found) == 1:
            return found[0]
        if found:
            return _named(operation, found)
    return None


def _named(operation: Operation, found: list[AnswerField]) -> AnswerField | None:
    fixed = [part for part in operation.path.split("/") if part and "{" not in part]
    last = tuple(naming.words(fixed[-1])) if fixed else ()
    for names in ([last], [(name,) for name in _LISTS]):
        fitting = [each for each in found if words_of(each) in names]
        if len(fitting) == 1:
            return fitting[0]
    return None
