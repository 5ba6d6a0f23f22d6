"""What maintainers get wrong most is told with the place, and with what to do next."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command_line import Ended, toolgen
from tests.shop import CONFIG, SPEC

OVERLAY = """\
overlay: 1.0.0
info: {title: Corrections, version: "1"}
extends: openapi.yaml
actions:
  - target: TARGET
    description: It is wrong.
    update: {summary: Right}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = tmp_path / "specs/shop"
    sources.mkdir(parents=True)
    (sources / "openapi.yaml").write_text(SPEC, "utf-8")
    (sources / "toolkit.yaml").write_text(CONFIG, "utf-8")
    return tmp_path


def run(folder: Path, *words: str, variables: Mapping[str, str] | None = None) -> Ended:
    return toolgen(*words, cwd=folder, variables={"PATH": "/usr/bin:/bin", **(variables or {})})


def hints(done: Ended) -> list[str]:
    lines = done.err.splitlines()
    return [each.removeprefix("  hint: ") for each in lines if each.startswith("  hint: ")]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("init", "specs/shop/opnapi.yaml"), "did you mean openapi.yaml?"),
        (("lint", "specs/shop/opnapi.yaml"), "did you mean openapi.yaml?"),
        (("diff", "specs/shop/opnapi.yaml", "."), "name two documents, folders or packages"),
        (("generate", "--spec", "nowhere/a.yaml", "--out", "o"), "looked for as /"),
        (("generate", "shp"), "did you mean shop?"),
        (("show", "shop", "SendOder"), "did you mean SendOrder?"),
        (("why", "shop", "SendOder"), "did you mean SendOrder?"),
    ],
)
def test_a_name_misspelled(folder: Path, words: tuple[str, ...], hint: str) -> None:
    done = run(folder, *words)
    assert done.code == 2
    assert [each for each in hints(done) if each.startswith(hint)], done.err


LONG = ("y" * 9_000, "\u202e\x1b[31m y" * 9_000, "a/" * 9_000, "\udcff\n::error::x" * 900)


@pytest.mark.parametrize("long", LONG, ids=("word", "hidden", "path", "lines"))
@pytest.mark.parametrize(
    "words",
    [
        (), ("lint",), ("lint", "--only"), ("lint", "--max-bytes"), ("lint", "--format"), ("lint", "--include"),
        ("show", "shop"), ("show", "shop", "--only"), ("why", "shop"), ("diff", "."), ("generate", "--workspace"),
        ("init",), ("pull", "shop", "--from"), ("release", "shop", "--calls"), ("completion",),
    ],
)  # fmt: skip
def test_a_long_word_is_told_in_short_lines_that_are_safe_to_show(
    folder: Path, words: tuple[str, ...], long: str
) -> None:
    done = run(folder, *words, long)
    assert done.code == 2 and done.err
    for line in done.err.splitlines():
        assert len(line) <= 1_100 and line.isprintable()


@pytest.mark.parametrize(
    ("words", "meant"), [(("genrate",), "generate"), (("lint", "--format", "josn"), "json")]
)
def test_a_word_misspelled(folder: Path, words: tuple[str, ...], meant: str) -> None:
    done = run(folder, *words)
    assert done.code == 2
    assert f"{words[-1]!r} is none of its words: did you mean {meant}?" in done.err
    unlike = run(folder, *words[:-1], "xyz")
    assert "invalid choice: 'xyz'" in unlike.err


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("openapi: 3.1.0\ninfo:\n\ttitle: x\n", "3:1", "a tab stands here", "indent with spaces"),
        ("info: {title: x}\n", "1:1", "which version", "begin it with the version that it follows"),
        ('{"openapi": "3.1.0",\n', "2:1", "the JSON ends too early", "JSON has double quotes"),
    ],
)
def test_a_document_that_cannot_be_read(
    tmp_path: Path, text: str, place: str, message: str, hint: str
) -> None:
    name = "a.json" if text[0] == "{" else "a.yaml"
    (tmp_path / name).write_text(text, "utf-8")
    done = run(tmp_path, "lint", name)
    first, *_ = done.err.splitlines()
    assert first.startswith(f"{name}:{place}: error[") and message in first
    assert hints(done)[0].startswith(hint)
    assert done.out == "1 error, 0 warnings\n"


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("$.paths['/order'].post", "did you mean /orders?"),
        ("$.paths['/orders'].pst", "did you mean post?"),
        ("$.pathes..parameters", "did you mean paths?"),
        ("$.paths['/orders'].post.parameters[?@.name == 'x']", "the document may have changed"),
        ("$.xyz", "the document may have changed"),
    ],
)
def test_a_correction_of_nothing(folder: Path, target: str, hint: str) -> None:
    overlay = folder / "specs/shop/overlay.yaml"
    overlay.write_text(OVERLAY.replace("TARGET", target), "utf-8")
    (said,) = hints(run(folder, "generate"))
    assert said.startswith(hint)


def test_a_reference_misspelled(tmp_path: Path) -> None:
    spec = SPEC + "components: {schemas: {Order: {$ref: '#/components/schemas/Ordr'}}}\n"
    (tmp_path / "a.yaml").write_text(spec, "utf-8")
    assert "did you mean Order?" in hints(run(tmp_path, "lint", "a.yaml"))


def test_an_operation_named_as_another(tmp_path: Path) -> None:
    paths = "".join(
        f"  /{each}: {{get: {{operationId: same, responses: {{default: {{description: d}}}}}}}}\n"
        for each in "ab"
    )
    spec = f'openapi: 3.1.0\ninfo: {{title: T, version: "1"}}\npaths:\n{paths}'
    (tmp_path / "a.yaml").write_text(spec, "utf-8")
    assert "#/paths/~1a/get has it too" in hints(run(tmp_path, "lint", "a.yaml"))


def test_a_key_of_toolkit_yaml_that_is_missing(folder: Path) -> None:
    config = folder / "specs/shop/toolkit.yaml"
    config.write_text(CONFIG.replace("version: 1.0.0\n", ""), "utf-8")
    (said,) = hints(run(folder, "generate"))
    assert said == "version: Version of the generated package: semantic versioning."


@pytest.mark.parametrize("name", ["SendOrder", "Shop_SendOrder", "Shop.SendOrder", "Order"])
def test_a_tool_goes_by_each_of_its_names(folder: Path, name: str) -> None:
    config = folder / "specs/shop/toolkit.yaml"
    text = CONFIG.replace("{body: json}", "{body: json, aliases: [{name: Order, until: 2.0.0}]}")
    config.write_text(text, "utf-8")
    argument = run(folder, "why", "shop", f"{name}.urgent")
    assert (argument.code, argument.out.splitlines()[0]) == (0, ".urgent"), argument.err
    whole = run(folder, "why", "shop", name).out
    assert whole.count("the tool\n") == 1 and whole.startswith("the tool\n")
    assert run(folder, "show", "shop", name).code == 0


def test_of_many_names_a_screen_is_told(folder: Path) -> None:
    document = folder / "specs/shop/openapi.yaml"
    more = "".join(
        f"  /p{n}: {{get: {{operationId: getPart{n}, responses: {{default: {{description: d}}}}}}}}\n"
        for n in range(60)
    )
    document.write_text(SPEC.replace("paths:\n", f"paths:\n{more}"), "utf-8")
    for command in ("why", "show"):
        (said,) = hints(run(folder, command, "shop", "Xyz"))
        assert said.endswith(" more") and len(said) < 300


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("right", "wrong"), [("servers:", "server:"), ("summary:", "sumary:"), ("post:", "pst:")]
)
def test_a_key_of_openapi_misspelled(tmp_path: Path, version: str, right: str, wrong: str) -> None:
    spec = SPEC.replace("3.1.0", version).replace(right, wrong, 1)
    (tmp_path / "a.yaml").write_text(spec, "utf-8")
    assert f"did you mean {right[:-1]}?" in hints(run(tmp_path, "lint", "a.yaml"))


@pytest.mark.parametrize("command", ["generate", "check", "show", "why"])
def test_a_document_where_a_toolkit_is_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.yaml").write_text(SPEC, "utf-8")
    words = ("a.yaml", "GetOrder") if command == "why" else ("a.yaml",)
    done = run(tmp_path, command, *words)
    assert (done.code, hints(done)) == (2, ["--spec a.yaml takes it without a workspace"])


@pytest.mark.parametrize("command", ["lint", "prove"])
def test_a_document_that_is_not_there(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.yaml").write_text(SPEC, "utf-8")
    assert hints(run(tmp_path, command, "b.yaml")) == ["did you mean a.yaml?"]
