"""Recognizes how an API says that a list goes on: what its document shows beyond doubt, and nothing else.

A token in the answer that an argument takes, a flag with the ID of the last item, the URL of the
next page in the answer or in the `Link` header, the number of a page, or of the items so far.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.document.nodes import mapping, text
from generator.emit import naming
from generator.openapi.api import AnswerField, Operation, Parameter
from generator.plan.model import REQUEST_BODY, Argument
from generator.plan.runtime_model import Paging

_Words = tuple[str, ...]

_TOKENS = {
    ("cursor",),
    ("token",),
    ("after",),
    ("continuation", "token"),
    ("bookmark",),
    ("scroll", "param"),
    ("marker",),
    ("offset",),
    ("next",),
}
_AROUND = {"page", "pages", "pagination", "paging", "starting", "start", "end", "result", "results"}
_BACKWARD = {"prev", "previous", "before", "first", "last", "self", "current", "ending"}
_URLS = {
    ("next",),
    ("next", "url"),
    ("next", "link"),
    ("next", "page", "url"),
    ("next", "page", "uri"),
}
_URL_PARTS = {("href",), ("url",), ("link",), ("uri",)}
_OFFSETS = {("offset",), ("skip",), ("page", "offset")}
_PAGES = {("page",), ("page", "number"), ("page", "num"), ("page", "no")}
_SIZES = {
    ("limit",),
    ("per", "page"),
    ("page", "size"),
    ("size",),
    ("count",),
    ("page", "limit"),
    ("max", "results"),
    ("pagination", "limit"),
    ("page", "per"),
}
_MORE = {
    ("has", "more"),
    ("more",),
    ("has", "next"),
    ("has", "next", "page"),
    ("more", "items"),
    ("might", "have", "more"),
}
_END = {("last", "page"), ("is", "last"), ("is", "last", "page")}
_TOTALS = {
    ("total",),
    ("total", "count"),
    ("total", "items"),
    ("total", "results"),
    ("total", "records"),
    ("total", "filtered", "count"),
}
_PAGE_TOTALS = {("total", "pages"), ("page", "count"), ("pages",), ("last", "page")}
_HOLDERS = {
    "meta",
    "metadata",
    "page",
    "pages",
    "paging",
    "pagination",
    "response",
    "links",
    "cursors",
}
_NO_PAGES = {("links",), ("included",), ("warnings",), ("errors",), ("deprecations",)}
_LISTS = ("data", "items", "results", "records", "entries", "values", "objects", "resources")
_NUMBERED = re.compile(
    r"(?:start(?:s|ing)?|begin(?:s|ning)?|first page)\W+(?:\w+\W+){0,3}?([01])\b"
    r"|\b(zero|one|0|1)[- ](?:based|indexed)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\bmax(?:imum)?\b\D{0,25}?(\d{1,6})\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous|last|prior|earlier)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|subsequent|following)\b", re.IGNORECASE)
_LINK = re.compile(r"\blink\W{0,3}header", re.IGNORECASE)
_NO_PLACE = re.compile(r"time ?zone|\bUTC\b|seconds|minutes|days", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Input:
    """An argument that may say where a list goes on."""

    name: str
    parameter: Parameter
    is_number: bool
    member: str = ""
    """Of a body that is one argument, its member that says so."""

    @property
    def words(self) -> _Words:
        return tuple(naming.words(self.parameter.name))

    @property
    def says(self) -> str:
        return self.parameter.description


def plan_paging(operation: Operation, arguments: Iterable[Argument]) -> Paging | None:
    """How the operation's answers say what the next call is; None where the document does not show it."""
    if operation.method not in ("GET", "POST") or not operation.outline:
        return None
    inputs = list(_inputs(operation, arguments))
    numbers = tuple(each.name for each in inputs if each.is_number)
    for rule in (_by_token, _by_last_id, _by_url, _by_link, _by_offset, _by_page):
        found = rule(operation, inputs)
        if found:
            used = _used(found, numbers)
            return replace(found, numbers=used)
    return None


def _used(paging: Paging, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The integers among the arguments that may change."""
    if paging.kind in ("link", "url"):
        return numbers
    return tuple(each for each in numbers if each == paging.argument)


def _inputs(operation: Operation, arguments: Iterable[Argument]) -> Iterator[_Input]:
    by_key = {each.key: each for each in arguments if not each.deprecated_for}
    for parameter in operation.parameters:
        argument = by_key.get(parameter.key)
        if argument and parameter.place == "query" and not argument.type.is_array:
            is_number = argument.type.scalar in ("integer", "number")
            if not argument.type.is_json and argument.type.scalar != "boolean":
                yield _Input(argument.name, parameter, is_number)
    yield from _body_inputs(operation, by_key)


def _body_inputs(operation: Operation, by_key: Mapping[str, Argument]) -> Iterator[_Input]:
    """The members of a JSON body, which are arguments of their own or stand in the text of one."""
    body = operation.body
    if body is None or body.kind != "json":
        return
    for name, schema in mapping(body.schema.get("properties")).items():
        kind = mapping(schema).get("type")
        own, whole = by_key.get(f"body:{name}"), by_key.get(REQUEST_BODY)
        if kind not in ("string", "integer", "number") or not (own or whole):
            continue
        said = text(mapping(schema).get("description"))
        parameter = Parameter(name, "query", False, said, mapping(schema), "form", True, "")
        if own:
            yield _Input(own.name, parameter, kind != "string")
        elif whole:
            yield _Input(whole.name, parameter, kind != "string", name)


def _words(field: AnswerField) -> _Words:
    return tuple(naming.words(field.path[-1])) if field.path else ()


def _all_words(field: AnswerField) -> set[str]:
    return {word for part in field.path for word in naming.words(part)}


def _core(words: _Words) -> _Words:
    kept = tuple(word for word in words if word not in _AROUND and word != "next")
    return kept or (("next",) if words[-1:] == ("next",) else ())


def _pointer(field: AnswerField) -> str:
    return "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in field.path)


def _is_scalar(field: AnswerField, *kinds: str) -> bool:
    return bool(field.path) and bool(field.types) and field.types <= set(kinds)


def _by_token(operation: Operation, inputs: list[_Input]) -> Paging | None:
    fields = [each for each in operation.outline if _is_scalar(each, "string", "integer", "number")]
    for field in fields:
        if field.format in ("uri", "url") or _all_words(field) & _BACKWARD:
            continue
        for given in inputs:
            if set(given.words) & _BACKWARD or _format(given) in ("date", "date-time"):
                continue
            if _same_token(operation, field, given) or _told_token(field, given):
                return _token(operation, inputs, field, given)
    return None


def _format(given: _Input) -> str:
    return str(given.parameter.schema.get("format", ""))


def _same_token(operation: Operation, field: AnswerField, given: _Input) -> bool:
    """Whether field and argument have the same name, but for words such as next and page."""
    if field.types & {"integer", "number"}:
        # A number is the next page's, or anything else that happens to be counted.
        if _words(field) == given.words == ("cursor",):
            return bool(_flag(operation, _MORE))
        return given.is_number and given.words in _PAGES and _words(field) == ("next", "page")
    core, words = _core(_words(field)), _all_words(field)
    if given.is_number or core != _core(given.words) or core not in _TOKENS:
        return False
    if core == ("next",):
        return _words(field) == given.words
    goes_on = "next" in words or core == ("after",) or bool(_NEXT.search(field.description))
    return goes_on or (core == ("offset",) and len(field.path) == 1)


def _told_token(field: AnswerField, given: _Input) -> bool:
    """Whether the text of one names the other as where the list goes on."""
    if given.is_number or "string" not in field.types:
        return False
    if _quotes(field.description, given.parameter.name) and _NEXT.search(field.description):
        return True
    says = given.says
    return bool(_quotes(says, field.path[-1]) and _EARLIER.search(says) and _of_pages(says))


def _of_pages(says: str) -> bool:
    return bool(re.search(r"\b(?:next|page|token|cursor)\b", says, re.IGNORECASE))


def _quotes(says: str, name: str) -> bool:
    return bool(re.search(rf"[`'\"]{re.escape(name)}[`'\"]", says))


def _token(operation: Operation, inputs: list[_Input], field: AnswerField, given: _Input) -> Paging:
    return Paging(
        "token",
        argument=given.name,
        member=given.member,
        source=_pointer(field),
        more=_flag(operation, _MORE),
        size=_size(inputs)[0],
    )


def _by_last_id(operation: Operation, inputs: list[_Input]) -> Paging | None:
    """As Stripe has it: `has_more`, and `starting_after` takes the ID of the last item."""
    given = _first_of(inputs, {("starting", "after")}, numbers=False)
    more, items = _flag(operation, {("has", "more")}), _list(operation)
    if given is None or not more or items is None or "id" not in items.members:
        return None
    return Paging(
        "last-id",
        argument=given.name,
        source="/id",
        items=_pointer(items),
        more=more,
        size=_size(inputs)[0],
    )


def _by_url(operation: Operation, inputs: list[_Input]) -> Paging | None:
    if not _can_go_on(inputs):
        return None
    for field in operation.outline:
        if (
            _is_scalar(field, "string")
            and _is_next_url(field)
            and not _all_words(field) & _BACKWARD
        ):
            return Paging("url", source=_pointer(field), size=_size(inputs)[0])
    return None


def _is_next_url(field: AnswerField) -> bool:
    words, around = _words(field), tuple(naming.words(field.path[-2])) if field.path[1:] else ()
    if words in _URL_PARTS and around == ("next",):
        return True
    if words == ("odata", "next", "link"):
        return True
    if words not in _URLS:
        return False
    is_url = field.format in ("uri", "url") or len(words) > 1
    return is_url or around in (("links",), ("paging",)) or "URL" in field.description


def _by_link(operation: Operation, inputs: list[_Input]) -> Paging | None:
    told = operation.has_link or any(_LINK.search(each.says) for each in inputs)
    if told and _can_go_on(inputs):
        return Paging("link", size=_size(inputs)[0])
    return None


def _can_go_on(inputs: list[_Input]) -> bool:
    """Whether any argument says where a list goes on."""
    known = _OFFSETS | _PAGES | _TOKENS | {("since",)}
    found = (each for each in inputs if not each.member)
    return any(each.words in known or _core(each.words) in known for each in found)


def _first_of(inputs: list[_Input], names: set[_Words], numbers: bool) -> _Input | None:
    """The argument of such a name; none that stands in the text of another."""
    found = (each for each in inputs if each.words in names and not each.member)
    return next((each for each in found if each.is_number is numbers), None)


def _has_token(operation: Operation) -> bool:
    """Whether the answer has a token, so that nothing is to be counted."""
    return any(
        "string" in each.types and _core(_words(each)) in {("offset",), ("cursor",), ("token",)}
        for each in operation.outline
        if len(each.path) <= 2
    )


def _by_offset(operation: Operation, inputs: list[_Input]) -> Paging | None:
    given, items = _first_of(inputs, _OFFSETS, numbers=True), _list(operation)
    if given is None or items is None or _has_token(operation) or _NO_PLACE.search(given.says):
        return None
    found = _counted(
        operation, inputs, Paging("offset", argument=given.name, items=_pointer(items))
    )
    return found if found.size or found.total or found.more else None


def _by_page(operation: Operation, inputs: list[_Input]) -> Paging | None:
    given, items = _first_of(inputs, _PAGES, numbers=True), _list(operation)
    if given is None or items is None or _has_token(operation):
        return None
    found = _counted(operation, inputs, Paging("page", argument=given.name, items=_pointer(items)))
    found = replace(
        found,
        pages=_number(operation, _PAGE_TOTALS),
        first=_first(given),
        source=_number(operation, {given.words, ("current", "page")}),
    )
    known = found.size or found.total or found.more or found.end or found.pages
    return found if known or found.first is not None else None


def _counted(operation: Operation, inputs: list[_Input], paging: Paging) -> Paging:
    """With what says where the list ends."""
    size, usual, most = _size(inputs)
    rivals = (each for each in inputs if each.name not in (paging.argument, size))
    return replace(
        paging,
        more=_flag(operation, _MORE),
        end=_flag(operation, _END),
        total=_number(operation, _TOTALS),
        size=size,
        usual=usual,
        most=most,
        unless=tuple(
            each.name
            for each in rivals
            if _core(each.words) in _TOKENS and _format(each) not in ("date", "date-time")
        ),
    )


def _size(inputs: list[_Input]) -> tuple[str, int, int]:
    """The argument that says how many items a page has, how many without it, and at most; 0 for unknown."""
    given = _first_of(inputs, _SIZES, numbers=True)
    if given is None:
        return "", 0, 0
    schema = mapping(given.parameter.schema)
    usual, most = schema.get("default"), schema.get("maximum")
    said = _AT_MOST.search(given.says)
    if not isinstance(most, int):
        most = int(said[1]) if said else 0
    return given.name, usual if isinstance(usual, int) and usual > 0 else 0, max(most, 0)


def _first(given: _Input) -> int | None:
    """The number of the first page; None where the document does not say it."""
    schema = given.parameter.schema
    for value in (schema.get("default"), schema.get("minimum")):
        if value in (0, 1) and not isinstance(value, bool):
            return int(value)
    if found := _NUMBERED.search(given.says):
        return 0 if (found[1] or found[2]).lower() in ("0", "zero") else 1
    return None


def _flag(operation: Operation, names: set[_Words]) -> str:
    return _known(operation, names, "boolean")


def _number(operation: Operation, names: set[_Words]) -> str:
    return _known(operation, names, "integer", "number")


def _known(operation: Operation, names: set[_Words], *kinds: str) -> str:
    """The pointer of the field of such a name, in the answer or in what tells of its pages."""
    for field in operation.outline:
        around = {word for part in field.path[:-1] for word in naming.words(part)}
        if _is_scalar(field, *kinds) and _words(field) in names and around <= _HOLDERS:
            return _pointer(field)
    return ""


def _list(operation: Operation) -> AnswerField | None:
    """The list that the answer is a page of; None where several may be it."""
    lists = [each for each in operation.outline if each.types == {"array"}]
    lists = [each for each in lists if _words(each) not in _NO_PAGES]
    for levels in range(4):
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
        named = [each for each in found if _words(each) in names]
        if len(named) == 1:
            return named[0]
    return None
