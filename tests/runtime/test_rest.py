"""Whatever is left out of an answer is got by the fields that it tells, in two calls at most."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from runtime_under_test.budget import fit, size  # type: ignore[import-not-found]
from runtime_under_test.fields import Selection, parse  # type: ignore[import-not-found]
from runtime_under_test.rest import Rest  # type: ignore[import-not-found]
from runtime_under_test.selecting import select  # type: ignore[import-not-found]

MOST = 3_000


def ask(whole: Any, fields: str) -> tuple[Any, dict[str, str]]:
    """What an answer shows of the value, and what it says is left out."""
    wanted = parse(fields) if fields else Selection(whole=True)
    kept, omitted = fit(select(whole, wanted), MOST, Rest("fields", whole, wanted))
    assert size(kept) + (size(omitted) if omitted else 0) <= MOST
    assert json.loads(json.dumps(kept)) == kept
    return kept, omitted


def fields_of(said: str) -> str:
    return said.split(": fields=", 1)[1]


def leaves(value: Any) -> Iterator[Any]:
    """All values that hold no others."""
    if isinstance(value, dict | list) and value:
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def big(kind: str) -> Any:
    item = {"id": 1, "text": "word " * 30, "tags": ["a", "b"]}
    return {
        "list": {"items": [item | {"id": n} for n in range(500)], "next": "c"},
        "root list": [item | {"id": n} for n in range(500)],
        "lists in lists": [[[n, m] for m in range(60)] for n in range(60)],
        "text": "".join(f"{n:05d} " for n in range(1_000)),
        "texts": {"a": {"body": "".join(f"{n:05d} " for n in range(1_000))}, "b": "é\n" * 3_000},
        "map": {f"key {n}": {"id": n, "of": "x" * 20} for n in range(800)},
        "wide": {"meta": {f"m{n}": n for n in range(900)}, "z": [{f"m{n}": n for n in range(900)}]},
        "deep": deep(12),
        "numbers": {"all": list(range(5_000)), "odd": ["12.10", 10**20]},
    }[kind]


def deep(levels: int) -> Any:
    return {"n": levels, "of": [deep(levels - 1)] * 2 if levels else []}


KINDS = ["list", "root list", "lists in lists", "text", "texts", "map", "wide", "numbers"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_of_what_is_left_out_is_one_call_away(kind: str) -> None:
    whole = big(kind)
    _, omitted = ask(whole, "")
    assert omitted
    for said in omitted.values():
        rest, further = ask(whole, fields_of(said))
        missing = [each for each in further.values()]
        # What comes right after what was shown is there, and nothing else is called left out.
        assert all("fields=" in each for each in missing)
        assert list(leaves(rest))
        assert ask(whole, last_of(fields_of(said)))[0]


def last_of(fields: str) -> str:
    """The same, but of the last hundred of what it takes."""
    return fields.removesuffix("]").rpartition("[")[0] + "[-100:]"


@pytest.mark.parametrize("kind", KINDS)
def test_following_what_is_told_brings_everything(kind: str) -> None:
    whole = big(kind)
    pending, seen, calls = [""], [], 0
    while pending:
        kept, omitted = ask(whole, pending.pop())
        seen += [each.removesuffix("…") if isinstance(each, str) else each for each in leaves(kept)]
        pending += map(fields_of, omitted.values())
        calls += 1
        assert calls < 500
    if kind in ("text", "texts"):
        assert sum(map(len, seen)) == sum(map(len, leaves(whole)))
    else:
        every = {json.dumps(each) for each in leaves(whole)}
        assert {json.dumps(each) for each in seen} >= every


@pytest.mark.parametrize("around", [{}, {"id": 7, "tags": ["a"], "title": "of a page"}])
def test_a_long_text_takes_all_the_room_there_is(around: dict[str, Any]) -> None:
    whole = around | {"body": "".join(f"{n:05d} " for n in range(880))}
    kept, omitted = ask(whole, "")
    assert size(kept) + size(omitted) > MOST - 20
    (said,) = omitted.values()
    rest, further = ask(whole, fields_of(said))
    assert not further  # less than twice what there is room for: one call gets the rest
    assert kept["body"].removesuffix("…") + rest["body"] == whole["body"]


def test_longer_texts_cost_no_items() -> None:
    docs = [{"id": n, "body": "word " * 1_000} for n in range(9)]
    kept, omitted = ask({"docs": docs, "log": "line\n" * 2_000}, "")
    assert [each["id"] for each in kept["docs"]] == [0, 1]
    assert size(kept) + size(omitted) > MOST - 20
    short = [{"id": n, "body": "word " * 20} for n in range(5)]
    kept, omitted = ask({"docs": short, "log": "line\n" * 2_000}, "")
    assert kept["docs"] == short and size(kept) + size(omitted) > MOST - 20


def test_fields_go_along_with_the_rest() -> None:
    whole = big("list")
    _, omitted = ask(whole, "items.id,items.text,next")
    (said,) = omitted.values()
    kept, _ = ask(whole, fields_of(said))
    assert set(kept) == {"items"} and set(kept["items"][0]) == {"id", "text"}
    again, further = ask(whole, "items[100:450].id,items[480:].text")
    told = {fields_of(each) for each in further.values()}
    assert [set(each) for each in again["items"][:1]] == [{"id"}]
    assert told == {"items[480:].text"} or all(each.startswith("items[") for each in told)


def test_pointers_are_into_what_the_api_returned() -> None:
    whole = {"items": [{"body": "word " * 4_000}] * 3 + [{"body": "other " * 4_000}]}
    kept, omitted = ask(whole, "items[3].body[6:]")
    assert list(omitted) == ["/items/3/body"]
    start = len(kept["items"][0]["body"]) - 1 + 6
    assert fields_of(omitted["/items/3/body"]) == f"items[3].body[{start}:]"


@pytest.mark.parametrize("seed", range(12))
def test_of_anything_the_rest_is_what_was_not_shown(seed: int) -> None:
    some = random.Random(seed)
    whole = {f"a{n}": [made(some, 3) for _ in range(40)] for n in range(3)}
    _, omitted = ask(whole, "")
    for pointer, said in list(omitted.items())[:20]:
        kept, _ = ask(whole, fields_of(said))
        assert list(leaves(kept)), (pointer, said)


def made(some: random.Random, depth: int) -> Any:
    if depth == 0 or some.random() < 0.3:
        return some.choice([1, None, "x" * some.randint(0, 40), "wo " * 300, 2.5])
    if some.random() < 0.5:
        return [made(some, depth - 1) for _ in range(some.randint(0, 20))]
    return {f"k.{n}": made(some, depth - 1) for n in range(some.randint(0, 9))}


def test_what_is_wanted_whole_is_not_looked_for() -> None:
    class Whole(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            raise AssertionError("it would be read again")

    whole = Whole({f"k{n}": Whole({"a": list(range(1_000))}) for n in range(30)})
    _, omitted = fit(whole, MOST, Rest("fields", whole, Selection(whole=True)))
    assert len(omitted) == 30 and fields_of(omitted["/k7/a"]).startswith("k7.a[")


def test_a_deep_tree_is_got_level_by_level() -> None:
    _, omitted = ask(deep(12), "")
    assert omitted
    for said in omitted.values():
        kept, _ = ask(deep(12), fields_of(said))
        assert list(leaves(kept))
