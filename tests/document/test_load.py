"""Files as they are read: what they mean, where it stands, and why they are refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core import pointers
from generator.core.problems import Place, ProblemsError, problem_text
from generator.document.load import Budget, Document, load, load_quickly, place_of
from generator.document.located import marked
from generator.document.quick_json import read_json_with_members

from .documents import codes, place, read, refused

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, JSON, max_size=4), st.booleans(), st.sampled_from([None, 1, "\t"]))
@example({"a/b": "\u2028\x7f😀", "\u0000": ["\\", "\ufffe", 1e300, -0.0, 10**400]}, True, None)
@example({"k" * 2000: {}}, False, "\t")
@settings(max_examples=300)
def test_json_means_what_json_means(
    value: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    for file in ("a.json", "a.yaml"):
        root = load(text.encode(), file).root
        assert repr(root) == repr(json.loads(text))


@given(st.binary() | st.text(st.sampled_from("{}[]:,-?&*!|>'\"%@`#~ \n\tab1.")).map(str.encode))
@settings(max_examples=500)
def test_any_bytes_are_a_document_or_have_problems(data: bytes) -> None:
    for file in ("a.json", "a.yaml"):
        try:
            assert isinstance(load(data, file), Document)
        except ProblemsError as error:
            assert all(each.place and each.place.file == file for each in error.problems)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("Null", None),
        ("2020-01-01", "2020-01-01"),
        ("12:30:45", "12:30:45"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("+12", 12),
        ("-0", 0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("1.2.3", "1.2.3"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(written: str, value: object) -> None:
    found = read(f"a: {written}\n").root["a"]
    assert (type(found), found) == (type(value), value)


def test_integer_keys_become_text_as_written() -> None:
    assert read("200: a\n-1: b\n'x': c").root == {"200": "a", "-1": "b", "x": "c"}


def test_places_are_where_keys_and_items_begin() -> None:
    document = read("""\
        info:
          title: x
        servers:
          - url: a
          - {"url": b}
        """)
    root = document.root
    assert root.places["servers"] == Place("openapi.yaml", 3, 1)
    assert root["servers"].places[1] == Place("openapi.yaml", 5, 5)
    assert place_of(root, "#/info/title") == Place("openapi.yaml", 2, 3)
    assert place_of(root, "#/servers/1/url") == Place("openapi.yaml", 5, 6)
    assert place_of(root, "#/servers/1/nothing/at/all") == Place("openapi.yaml", 5, 5)
    assert place_of(root, "#") == Place("openapi.yaml", 1, 1)


def test_columns_count_characters() -> None:
    assert place_of(read("{é😀: 1, b: 2}").root, "#/b") == Place("openapi.yaml", 1, 9)
    assert place_of(load('{"é😀": 1, "b": 2}'.encode(), "a.json").root, "#/b") == Place(
        "a.json", 1, 11
    )


def test_json_places_count_every_kind_of_line_end() -> None:
    root = load(b'{"a": 1,\r\n"b": 2,\r"c": 3,\n "d": 4}', "a.json").root
    assert [(each.line, each.column) for each in root.places.values()] == [
        (1, 2),
        (2, 1),
        (3, 1),
        (4, 2),
    ]


@pytest.mark.parametrize("text", ['{"a": 1}', "a: 1"])
def test_a_byte_order_mark_is_passed_over(text: str) -> None:
    root = load(b"\xef\xbb\xbf" + text.encode(), "a.yaml").root
    assert root == {"a": 1}
    assert root.places["a"].line == 1


def test_braces_may_hold_yaml_that_is_not_json() -> None:
    assert read("{a: 1, 'b': [no,]} # comment").root == {"a": 1, "b": ["no"]}


def test_aliases_repeat_their_anchor() -> None:
    root = read("a: &x {b: [1]}\nc: *x\nd: &y 5\ne: *y").root
    assert root == {"a": {"b": [1]}, "c": {"b": [1]}, "d": 5, "e": 5}
    assert place_of(root, "#/c/b") == Place("openapi.yaml", 1, 8)


def test_merge_keys_give_members_that_are_not_there() -> None:
    text = """\
a: &a {x: 1, y: 2}
b: &b {y: 3, z: 4}
c: {y: 5, <<: [*a, *b], w: 6}
d: {<<: *a}
e: {"<<": *a}
"""
    root = read(text).root
    assert root["c"] == {"x": 1, "y": 5, "z": 4, "w": 6}
    assert {key: each.line for key, each in root["c"].places.items()} == {
        "x": 1,
        "y": 3,
        "z": 2,
        "w": 3,
    }
    assert root["d"] == {"x": 1, "y": 2}
    assert root["e"] == {"<<": {"x": 1, "y": 2}}
    assert root["a"] == {"x": 1, "y": 2}


def test_merged_objects_merge_on() -> None:
    text = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n"
    assert read(text).root["c"] == {"x": 1, "y": 2, "z": 3}


def test_the_node_budget_counts_what_is_merged() -> None:
    lines = ["a0: &a0 {x: 1}"]
    lines += [
        f"a{at}: &a{at} {{b: {{<<: *a{at - 1}}}, c: {{<<: *a{at - 1}}}}}" for at in range(1, 40)
    ]
    assert codes(refused("\n".join(lines))) == ["node-budget"]


def test_every_duplicate_key_is_refused_with_both_places() -> None:
    problems = refused("a: 1\nb: {c: 1, c: 2}\na: 2\n200: x\n'200': y\n")
    assert codes(problems) == ["yaml-duplicate-key"] * 3
    assert [place(each) for each in problems] == [(2, 11), (3, 1), (5, 1)]
    assert [each.pointer for each in problems] == ["#/b/c", "#/a", "#/200"]
    assert [each.message.rpartition(" ")[2] for each in problems] == [
        "a.yaml:2:5",
        "a.yaml:1:1",
        "a.yaml:4:1",
    ]


def test_duplicate_keys_in_json_are_refused_too() -> None:
    (problem,) = refused('{"a": 1,\n "a": 2}', "a.json")
    assert (problem.code, place(problem)) == ("yaml-duplicate-key", (2, 2))


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("a: [1\nb: 2\n", "yaml-syntax", (2, 2)),
        ("a: b: c\n", "yaml-syntax", (1, 5)),
        ("a:\n\t- b\n", "yaml-syntax", (2, 1)),
        ('a: "\\q"\n', "yaml-syntax", (1, 5)),
        ('a: "b\n', "yaml-syntax", (2, 1)),
        ("a: 1\n---\nb: 1\n", "yaml-multiple-documents", (2, 1)),
        ("a: !!str 1\n", "yaml-tag", (1, 4)),
        ("a: !x {}\n", "yaml-tag", (1, 4)),
        ("a: ! []\n", "yaml-tag", (1, 4)),
        ("<<: [{a: 1}, 2]\n", "yaml-merge-key", (1, 5)),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  <<: *x\n", "yaml-duplicate-key", (4, 3)),
        ("a: {<<: *x}\n", "yaml-unknown-alias", (1, 9)),
        ("null: 1\n", "yaml-key-type", (1, 1)),
        ("1.5: 1\n", "yaml-key-type", (1, 1)),
        ("true: 1\n", "yaml-key-type", (1, 1)),
        ("? [a]\n: 1\n", "yaml-key-type", (1, 3)),
        ("a: &x b\n*x : 1\n", "yaml-key-type", (2, 1)),
        ("a: *x\n", "yaml-unknown-alias", (1, 4)),
        ("a: &x {b: *x}\n", "yaml-recursive-alias", (1, 11)),
        ("a: .inf\n", "number-not-finite", (1, 4)),
        ("a: -.INF\n", "number-not-finite", (1, 4)),
        ("a: .NaN\n", "number-not-finite", (1, 4)),
        ("a: 1e999\n", "number-not-finite", (1, 4)),
        ("a: 1" + "0" * 5000, "number-too-long", (1, 4)),
        ("a: 0x" + "f" * 5000, "number-too-long", (1, 4)),
        ("a: b\u2028c: d\n", "yaml-character", (1, 5)),
        ("a: b # \u0085c: d\n", "yaml-character", (1, 8)),
        ("b: 1\r\na: \x07\n", "yaml-character", (2, 4)),
        ("", "source-not-object", (1, 1)),
        ("# nothing\n", "source-not-object", (1, 1)),
        ("- a\n", "source-not-object", (1, 1)),
        ("text\n", "source-not-object", (1, 1)),
    ],
)
def test_what_yaml_may_not_hold_is_refused_where_it_stands(
    text: str, code: str, where: tuple[int, int]
) -> None:
    (problem,) = refused(text)
    assert (problem.code, place(problem)) == (code, where)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("{'a': 1}", "json-syntax", (1, 2)),
        ('{"a": 1,}', "json-syntax", (1, 9)),
        ('{"a" 1}', "json-syntax", (1, 6)),
        ('{"a": 1\n "b": 2}', "json-syntax", (2, 2)),
        ('{"a": 01}', "json-syntax", (1, 8)),
        ('{"a": NaN}', "json-syntax", (1, 7)),
        ('{"a": truely}', "json-syntax", (1, 11)),
        ('{"a": "\t"}', "json-syntax", (1, 8)),
        ('{"a": 1} {}', "json-syntax", (1, 10)),
        ('{"a": [1, 2', "json-syntax", (1, 12)),
        ('{"a": 1e999}', "number-not-finite", (1, 7)),
        ('{"a": "\\ud83d"}', "lone-surrogate", (1, 7)),
        ("[]", "source-not-object", (1, 1)),
        ("", "json-syntax", (1, 1)),
    ],
)
def test_what_json_may_not_hold_is_refused_where_it_stands(
    text: str, code: str, where: tuple[int, int]
) -> None:
    (problem,) = refused(text, "a.json")
    assert (problem.code, place(problem)) == (code, where)


def test_one_run_tells_everything_up_to_the_error_that_ends_it() -> None:
    problems = refused("a: !x 1\nb: .nan\na: 2\nc: [")
    assert codes(problems) == ["yaml-tag", "number-not-finite", "yaml-duplicate-key", "yaml-syntax"]


@pytest.mark.parametrize("data", [b"a: \xff", "a: é".encode("latin-1"), "a: 1".encode("utf-16")])
def test_other_encodings_are_refused(data: bytes) -> None:
    assert codes(refused(data)) == ["not-utf-8"]


def test_the_place_of_a_wrong_byte_counts_characters() -> None:
    (problem,) = refused("é: 1\né: é".encode() + b"\xff")
    assert place(problem) == (2, 5)


def test_messages_quote_little() -> None:
    (problem,) = refused(f"a: &x 1\nb: *{'y' * 10_000}\n")
    assert len(problem.message) < 200


def test_an_alias_bomb_is_refused_by_counting() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60)]
    (problem,) = refused("\n".join(lines))
    assert (problem.code, problem.pointer) == ("node-budget", "#/a6/0")
    assert "750,000" in problem.expected and "--max-bytes" in problem.hint


def test_a_file_that_may_be_larger_may_have_more_values() -> None:
    assert Budget.for_bytes(10) == Budget(10)
    assert Budget.for_bytes(3 * Budget().max_bytes).max_nodes == 3 * Budget().max_nodes


def test_the_node_budget_counts_what_aliases_stand_for() -> None:
    text = "a: &x [1, 2, 3]\nb: *x\n"
    assert load(text.encode(), "a.yaml", Budget(max_nodes=9)).root["b"] == [1, 2, 3]
    assert codes(refused(text, budget=Budget(max_nodes=8))) == ["node-budget"]


@pytest.mark.parametrize("file", ["a.json", "a.yaml"])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused_and_never_a_recursion_error(opening: str, file: str) -> None:
    assert codes(refused(opening * 100_000, file)) == ["depth-budget"]


def test_depth_counts_what_aliases_stand_for() -> None:
    text = "a: &x [[1]]\nb: [*x]\n"
    assert codes(refused(text, budget=Budget(max_depth=3))) == ["depth-budget"]
    assert load(text.encode(), "a.yaml", Budget(max_depth=4)).root["b"] == [[[1]]]


@pytest.mark.parametrize("file", ["a.json", "a.yaml"])
@pytest.mark.parametrize("text", ['{"KEY": {"x": {"y": 1}}}', '{"a": [{"KEY": 1}, {"bc": {}}]}'])
def test_keys_that_lead_to_a_value_have_a_bound_together(text: str, file: str) -> None:
    long, longer = (text.replace("KEY", "k" * count).encode() for count in (7, 10))
    for budget in (Budget(max_keys=9), Budget()):
        assert load(long, file, budget).root and load_quickly(long, file, budget).root
    assert codes(refused(longer, file, budget=Budget(max_keys=9))) == ["key-budget"]
    with pytest.raises(ProblemsError):
        load_quickly(longer, file, Budget(max_keys=9))


@pytest.mark.parametrize("file", ["a.json", "a.yaml"])
@pytest.mark.parametrize(
    "text", ['{"KEY": {"x": 1}}', '{"a": {"b": {"c": [{"KEY": 1, "y": {}}]}}}']
)
def test_letters_that_pointers_escape_count_as_what_stands_there(text: str, file: str) -> None:
    data = text.replace("KEY", "漢字").encode()  # %E6%BC%A2%E5%AD%97
    for read_it in (load, load_quickly):
        assert read_it(data, file, Budget(max_keys=21)).root
        with pytest.raises(ProblemsError) as caught:
            read_it(data, file, Budget(max_keys=17))
        assert codes(list(caught.value.problems)) == ["key-budget"]


@pytest.mark.parametrize("merge", ["{<<: *x}", "{<<: [*x]}", "[*x]"])
def test_keys_count_as_often_as_aliases_stand(merge: str) -> None:
    text = f"a: &x {{bbb: {{cc: 1}}}}\ndd: &y {merge}\neee: {{ff: *y}}\n"
    assert load(text.encode(), "a.yaml", Budget(max_keys=10)).root
    assert codes(refused(text, budget=Budget(max_keys=9))) == ["key-budget"]


@pytest.mark.parametrize("file", ["a.json", "a.yaml"])
def test_keys_that_lead_to_each_value_have_a_bound_all_together(file: str) -> None:
    data = b'{"abc": {"de": [1, 2, {"f": 3}]}}'  # 3, 5, twice 5, 5, 6
    for budget in (Budget(max_named=29), Budget()):
        assert load(data, file, budget).root and load_quickly(data, file, budget).root
    for read_it in (load, load_quickly):
        with pytest.raises(ProblemsError) as caught:
            read_it(data, file, Budget(max_named=28))
        assert codes(list(caught.value.problems)) == ["key-budget"]


@pytest.mark.parametrize(("end", "named"), [("[*x, *x]", 49), ("{gg: *x}", 39)])
def test_what_leads_to_aliases_counts_for_each(end: str, named: int) -> None:
    text = f"a: &x {{bb: [1, 2]}}\nccc: {end}\n"
    assert load(text.encode(), "a.yaml", Budget(max_named=named)).root
    assert codes(refused(text, budget=Budget(max_named=named - 1))) == ["key-budget"]


def test_problems_below_long_keys_take_no_more_than_the_document() -> None:
    faulty = {f"p{number}": {"type": 7} for number in range(2_000)}
    document = {"components": {"schemas": {"k" * 300_000: {"properties": faulty}}}}
    (problem,) = refused(json.dumps(document), "a.json")
    assert (problem.code, len(problem_text(problem)) < 3_000) == ("key-budget", True)


def test_big_files_are_refused_unread() -> None:
    assert codes(refused(b"a: " + b"x" * 100, budget=Budget(max_bytes=99))) == ["byte-budget"]


def test_the_file_is_named_and_never_opened(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.yaml")
    assert load(b"a: 1", missing).root.places["a"].file == missing


def test_the_parser_without_the_c_library_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    from generator.document import yaml_reader

    text = "a: &x [no, 0o17, 'q']\nb: *x\n200: |\n  text\nb: 1\n"
    fast = refused(text)
    monkeypatch.setattr(yaml_reader, "_Loader", yaml.SafeLoader)
    assert refused(text) == fast
    assert read("a: {b: [no, 1]}").root == {"a": {"b": ["no", 1]}}


_SOUND = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


def _pointers_in(node: object, parts: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    inside = [each for key, value in items for each in _pointers_in(value, (*parts, key))]
    return [parts, *inside]


class Kept:
    """A memory."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def recall(self, key: str) -> Any:
        return self.values.get(key)

    def keep(self, key: str, value: Any) -> None:
        self.values[key] = value


@given(
    st.dictionaries(st.text(max_size=5), _SOUND, max_size=4),
    st.booleans(),
    st.sampled_from([None, 1]),
)
def test_what_is_read_quickly_is_the_same_at_the_same_places(
    value: dict[str, object], is_ascii: bool, indent: int | None
) -> None:
    data = json.dumps(value, ensure_ascii=is_ascii, indent=indent).encode("utf-8", "surrogatepass")
    try:
        slow = load(data, "a.json")
    except ProblemsError as error:
        with pytest.raises(ProblemsError) as caught:
            load_quickly(data, "a.json")
        assert caught.value.problems == error.problems
        return
    memory = Kept()
    quick = load_quickly(data, "a.json", memory=memory)
    again = load_quickly(data, "a.json", memory=memory)
    assert repr(again.root) == repr(quick.root)  # in which 1 is not 1.0
    assert quick.root == slow.root
    assert quick.root.place == slow.root.place
    for parts in _pointers_in(slow.root):
        pointer = pointers.join(parts)
        assert place_of(quick.root, pointer) == place_of(slow.root, pointer)
    assert marked(quick.root).places == slow.root.places


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": [{"c": 1, "c": 1}]}}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        '{"a": ' + "1" * 1001 + "}",
        '{"a": "\\ud83d"}',
        '{"a": "\\ude80\\ud83d"}',
        '{"a": ' + "[" * 200 + "]" * 200 + "}",
        '{"a": ' + "[" * 100_000,
        '{"a": 1,}',
        '{,"a": 1}',
        '{"a": {"b": 1,}}',
        '{"a" 1}',
        '{"a": 1 "b": 2}',
        "{a: 1}",
        '{"a":',
        '{"a": 1',
        '{"a": 1} x',
        "[1]",
    ],
)
def test_what_is_wrong_is_told_as_by_the_slow_reader(text: str) -> None:
    problems = []
    for read_it in (load, load_quickly):
        with pytest.raises(ProblemsError) as caught:
            read_it(text.encode(), "a.json")
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]


@pytest.mark.parametrize(
    "broken",
    [
        '{"paths": {"/a": {"get": {"b": 1, "b": 1}}}}',
        '{"paths": {"/a": {"get": {"b": 1}, "get": {"b": 1}}}}',
        '{"paths": {"/a": {"get": {"b": NaN}}}}',
        '{"paths": {"/a": {"get": {"b": 1e999}}}}',
        '{"paths": {"/a": {"get": {"b": 1}}}, "x": ' + "[" * 200 + "]" * 200 + "}",
        '{"paths": {"/a": {"get": {"b": 1}}',
    ],
)
def test_what_was_sound_before_hides_nothing_that_is_wrong(broken: str) -> None:
    memory = Kept()
    for text in ('{"paths": {"/a": {"get": {"b": 1}}}}', broken, broken):
        try:
            slow = load(text.encode(), "a.json")
        except ProblemsError as error:
            with pytest.raises(ProblemsError) as caught:
                load_quickly(text.encode(), "a.json", memory=memory)
            assert caught.value.problems == error.problems
        else:
            assert load_quickly(text.encode(), "a.json", memory=memory).root == slow.root
    assert len(memory.values) == 1


def test_the_budget_holds_for_what_was_sound_before() -> None:
    memory, data = Kept(), b'{"a": {"b": {"c": {"d": [1, 2, 3]}}}, "e": 1}'
    budgets = [Budget(max_nodes=9), Budget(max_nodes=8), Budget(max_depth=5), Budget(max_depth=4)]
    for budget, is_enough in zip(budgets, (True, False) * 2, strict=True):
        found = read_json_with_members(data.decode(), budget, memory)
        assert (found is not None) is is_enough
        assert (read_json_with_members(data.decode(), budget) is not None) is is_enough
    for most, is_enough in ((4, True), (3, False)):
        found = read_json_with_members(data.decode(), Budget(max_keys=most), memory)
        assert (found is not None) is is_enough


def test_pairs_of_surrogates_and_backslashes_are_no_halves() -> None:
    text = r'{"a": "\ud83d\ude80", "b": "\\ud83d", "c": "\\\\ud83d"}'
    assert load_quickly(text.encode(), "a.json").root == json.loads(text)


def test_the_budget_of_values_holds_for_what_is_read_quickly() -> None:
    data = b'{"a": [1, 2, 3]}'
    assert load_quickly(data, "a.json", Budget(max_nodes=5)).root["a"] == [1, 2, 3]
    with pytest.raises(ProblemsError):
        load_quickly(data, "a.json", Budget(max_nodes=4))


@pytest.mark.parametrize("line", ["k: 1\n", "[1]: 1\n"])
def test_a_file_of_many_faults_is_read_up_to_a_thousand_of_them(line: str) -> None:
    found = refused("a: 1\n" + line * 1_500)
    assert len(found) == 1_001
    assert [each.message for each in found if "more than 1,000" in each.message] == [
        "there are more than 1,000 problems; the rest is not read"
    ]
