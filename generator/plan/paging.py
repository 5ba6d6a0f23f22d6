"""Recognizes how an API says that a list goes on: what its document shows beyond doubt, and nothing else.

A token in the answer that an argument takes or holds, a flag with the ID of the last item, the URL of the
next page in the answer or in the `Link` header, the number of a page, or of the items so far.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.openapi.api import AnswerField, Operation
from generator.plan.model import Argument
from generator.plan.paging_fields import (
    END,
    MORE,
    PAGE_TOTALS,
    TOKENS,
    TOTALS,
    all_words,
    core,
    flag,
    goes_back,
    has_token,
    is_next_url,
    is_scalar,
    named,
    number,
    page_list,
    pointer,
    words_of,
)
from generator.plan.paging_inputs import (
    OFFSETS,
    PAGES,
    STARTS,
    Input,
    can_go_on,
    first_of,
    first_page,
    inputs_of,
    page_size,
)
from generator.plan.runtime_model import Paging

_EARLIER = re.compile(r"\b(?:previous|last|prior|earlier)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|subsequent|following)\b", re.IGNORECASE)
_LINK = re.compile(r"\blink\W{0,3}header", re.IGNORECASE)
_NO_PLACE = re.compile(r"time ?zone|\bUTC\b|seconds|minutes|days", re.IGNORECASE)


def plan_paging(operation: Operation, arguments: Iterable[Argument]) -> Paging | None:
    """How the operation's answers say what the next call is; None where the document does not show it."""
    if operation.method not in ("GET", "POST") or not operation.outline:
        return None
    inputs = list(inputs_of(operation, arguments))
    numbers = tuple(each.name for each in inputs if each.is_number and not each.member)
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


def _by_token(operation: Operation, inputs: list[Input]) -> Paging | None:
    fields = [each for each in operation.outline if is_scalar(each, "string", "integer", "number")]
    for field in fields:
        if field.format in ("uri", "url") or goes_back(all_words(field)):
            continue
        for given in inputs:
            if goes_back(given.words) or given.is_date:
                continue
            if (
                _same_token(operation, field, given)
                or _told_token(field, given)
                or _end_cursor(operation, field, given)
            ):
                return _token(operation, inputs, field, given)
    return None


def _same_token(operation: Operation, field: AnswerField, given: Input) -> bool:
    """Whether field and argument have the same name, but for words such as next and page."""
    if field.types & {"integer", "number"}:
        # A number is the next page's, or anything else that happens to be counted.
        if words_of(field) == given.words == ("cursor",):
            return bool(flag(operation, MORE))
        return given.is_number and given.words in PAGES and words_of(field) == ("next", "page")
    name, words = core(words_of(field)), all_words(field)
    if given.is_number or name != core(given.words) or name not in TOKENS:
        return False
    if name == ("next",):
        return words_of(field) == given.words
    goes_on = "next" in words or name == ("after",) or bool(_NEXT.search(field.description))
    return goes_on or (name == ("offset",) and len(field.path) == 1)


def _told_token(field: AnswerField, given: Input) -> bool:
    """Whether the text of one names the other as where the list goes on."""
    if given.is_number or "string" not in field.types:
        return False
    quoted = any(_quotes(field.description, each) for each in given.spellings)
    if quoted and _NEXT.search(field.description):
        return True
    says = given.says
    return bool(_quotes(says, field.path[-1]) and _EARLIER.search(says) and _of_pages(says))


def _end_cursor(operation: Operation, field: AnswerField, given: Input) -> bool:
    """Whether it is a connection as Relay has it: `after` takes `endCursor` while `hasNextPage`."""
    is_cursor = words_of(field) == ("end", "cursor") and given.words == ("after",)
    return is_cursor and not given.is_number and bool(flag(operation, named("has next page")))


def _of_pages(says: str) -> bool:
    return bool(re.search(r"\b(?:next|page|token|cursor)\b", says, re.IGNORECASE))


def _quotes(says: str, name: str) -> bool:
    return bool(re.search(rf"[`'\"]{re.escape(name)}[`'\"]", says))


def _token(operation: Operation, inputs: list[Input], field: AnswerField, given: Input) -> Paging:
    return Paging(
        "token",
        argument=given.name,
        member=given.member,
        source=pointer(field),
        more=flag(operation, MORE),
        size=page_size(inputs)[0],
    )


def _by_last_id(operation: Operation, inputs: list[Input]) -> Paging | None:
    """As Stripe has it: `has_more`, and `starting_after` takes the ID of the last item."""
    given = first_of(inputs, named("starting after"), numbers=False)
    more, items = flag(operation, named("has more")), page_list(operation)
    if given is None or not more or items is None or "id" not in items.members:
        return None
    return Paging(
        "last-id",
        argument=given.name,
        source="/id",
        items=pointer(items),
        more=more,
        size=page_size(inputs)[0],
    )


def _by_url(operation: Operation, inputs: list[Input]) -> Paging | None:
    if not can_go_on(inputs):
        return None
    for field in operation.outline:
        if is_scalar(field, "string") and is_next_url(field) and not goes_back(all_words(field)):
            return Paging("url", source=pointer(field), size=page_size(inputs)[0])
    return None


def _by_link(operation: Operation, inputs: list[Input]) -> Paging | None:
    told = operation.has_link or any(_LINK.search(each.says) for each in inputs)
    if told and can_go_on(inputs):
        return Paging("link", size=page_size(inputs)[0])
    return None


def _by_offset(operation: Operation, inputs: list[Input]) -> Paging | None:
    given, items = first_of(inputs, OFFSETS, numbers=True), page_list(operation)
    starting = first_of(inputs, STARTS, numbers=True)
    first = first_page(starting) if given is None and starting else None
    given = given if first is None else starting
    if given is None or items is None or has_token(operation) or _NO_PLACE.search(given.says):
        return None
    found = Paging("offset", argument=given.name, items=pointer(items), first=first or None)
    found = _counted(operation, inputs, found)
    return found if found.size or found.total or found.more else None


def _by_page(operation: Operation, inputs: list[Input]) -> Paging | None:
    given, items = first_of(inputs, PAGES, numbers=True), page_list(operation)
    if given is None or items is None or has_token(operation):
        return None
    found = _counted(operation, inputs, Paging("page", argument=given.name, items=pointer(items)))
    found = replace(
        found,
        pages=number(operation, PAGE_TOTALS),
        first=first_page(given),
        source=number(operation, named("current page") | {given.words}),
    )
    known = found.size or found.total or found.more or found.end or found.pages
    return found if known or found.first is not None else None


def _counted(operation: Operation, inputs: list[Input], paging: Paging) -> Paging:
    """With what says where the list ends."""
    size, usual, most = page_size(inputs)
    rivals = (each for each in inputs if each.name not in (paging.argument, size))
    return replace(
        paging,
        more=flag(operation, MORE),
        end=flag(operation, END),
        total=number(operation, TOTALS),
        size=size,
        usual=usual,
        most=most,
        unless=tuple(
            each.name for each in rivals if core(each.words) in TOKENS and not each.is_date
        ),
    )
