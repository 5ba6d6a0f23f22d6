"""docs/rules.md has every rule, and its examples break what they say they break."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.core import patterns
from generator.core.change_levels import RULES
from generator.document import budget as document_budget
from generator.document import jsonpath_bounds
from generator.jsonschema import dialect, schema_walk
from generator.openapi import budget, pattern_budget, reader, too_many
from tests.command_line import ROOT, toolgen

PAGE = (ROOT / "docs/rules.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `([a-z0-9-]+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLE = re.compile(
    r"^```(yaml|json) (openapi|overlay|toolkit) (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
COMMANDS = re.compile(r"^```shell (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (code, *example) for code, text in SECTIONS.items() for example in EXAMPLE.findall(text)
]
TYPED = [(code, *example) for code, text in SECTIONS.items() for example in COMMANDS.findall(text)]
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
NO_CODES = frozenset(
    [
        *("accept-encoding", "content-encoding", "content-length", "content-type", "keep-alive"),
        *("retry-after", "set-cookie", "transfer-encoding", "x-gzip"),  # headers
        *("date-time", "idn-email", "idn-hostname", "iri-reference", "json-pointer"),  # formats
        *("relative-json-pointer", "uri-reference", "uri-template"),
        *("arcade-token", "basic-pair", "basic-password", "basic-username"),  # credentials
        *("aws4-hmac-sha256", "scram-sha-1", "scram-sha-256", "microsoft-powerbi"),
        *(
            "cat-file",
            "for-each-ref",
            "ls-tree",
            "rev-parse",
            "system-out",
            "last-id",
            "read-only",
            "utf-8",
            "utf-8-sig",
        ),
    ]
)
"""Words of that form which are something else."""

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
security: [{key: []}]
paths:
  /pets:
    get:
      parameters: [{name: kind, in: query, schema: {type: string, enum: [cat, dog]}}]
      responses: {"200": {description: Fine}}
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: Fine}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
"""
OVERLAY = 'overlay: 1.0.0\ninfo: {title: Corrections, version: "1"}\nextends: openapi.yaml\n'
TOOLKIT = {
    "toolkit": "Pets",
    "package": "arcade_pets",
    "version": "1.0.0",
    "title": "Pets",
    "description": "Tools for pets.",
}


def complete(kind: str, text: str) -> str:
    """The example with what it leaves out."""
    if kind == "openapi":
        is_whole = text.startswith(("openapi:", "{", "["))
        return text if is_whole else "\n".join([*DOCUMENT.splitlines()[:2], text])
    if kind == "overlay":
        return text if text.startswith("overlay:") else OVERLAY + text
    missing = [
        f"{key}: {value}\n"
        for key, value in TOOLKIT.items()
        if not re.search(f"^{key}:", text, re.MULTILINE)
    ]
    return "".join(missing) + text


def found(folder: Path, language: str, kind: str, text: str) -> set[str]:
    """The codes of what lint finds."""
    document = folder / f"openapi.{language}"
    document.write_text(DOCUMENT if kind != "openapi" else complete(kind, text), "utf-8")
    arguments = ["--spec", str(document)]
    if kind != "openapi":
        option = {"overlay": "--overlay", "toolkit": "--config"}[kind]
        (folder / f"{kind}.yaml").write_text(complete(kind, text), "utf-8")
        arguments += [option, str(folder / f"{kind}.yaml")]
    command = ("lint", "--no-cache", "--format", "json", *arguments)
    done = toolgen(*command, cwd=folder, variables={"HOME": str(folder)})
    assert done.err == ""
    return {each["code"] for each in json.loads(done.out)["problems"]}


BOUNDS = {
    "operation-left-out": [
        (reader._LONGEST_PATH, "a path of {:,} characters"),
        (schema_walk.DEPTH_LIMIT, "{:,} levels"),
        (budget._SCHEMA, "one schema 100 levels and {:,} steps"),
        (budget._OPERATION, "an operation's schemas {:,} steps"),
        (budget._DOCUMENT, "those of a document {:,}"),
        (budget._EACH, "{:,} more an operation"),
        (budget._MEMBER, "{:,} more a member"),
        (dialect.LETTERS, "Each {:,} letters of a description"),
        (budget._LEAST, "An operation has {:,} steps in any case"),
        (patterns._MOST_SIZE >> 20, "may take {:,} MiB"),
        (patterns._MOST_POSITIONS >> 10, "{:,} KiB of that"),
    ],
    "operation-budget": [
        (too_many._MOST, "tools: {:,}, or"),
        (too_many._MOST_TOGETHER, "parameters of them: {:,}, or"),
        (too_many._MOST_SHARED, "share more: {:,} servers"),
        (too_many._MOST_PARTS, "parts: {:,}, or"),
        (too_many._LETTERS_OF_PARAMETER, "one for each {:,} letters (an"),
        (too_many._LETTERS_OF_PART, "one for each {:,} letters, where"),
        (too_many._LETTERS, "each {:,} letters of JSON"),
    ],
    "pattern-budget": [
        (pattern_budget._MOST, "all together: {:,} steps"),
        (pattern_budget._LETTERS, "each {:,} characters"),
        (patterns._SIZES[0] >> 10, "compiles in {:,} KiB"),
        (patterns._MOST_SIZE >> 11, "too large {:,}, each once"),
    ],
    "node-budget": [(document_budget.MOST_NODES, "than are read, {:,} (")],
    "depth-budget": [(document_budget.Budget().max_depth, "read, {:,} levels")],
    "overlay-query": [(jsonpath_bounds.MOST_STEPS, "more than {:,} steps")],
}


@pytest.mark.parametrize(
    ("code", "number", "words"), [(code, *each) for code, told in BOUNDS.items() for each in told]
)
def test_bounds_are_told_as_they_are(code: str, number: int, words: str) -> None:
    assert words.format(number) in " ".join(SECTIONS[code].split())


def test_every_rule_has_its_section_and_every_section_its_rule() -> None:
    known: set[str] = set()
    # The proof has names for its payloads and for what they try, and finds no fault with anybody.
    paths = set((ROOT / "generator").rglob("*.py")) - set((ROOT / "generator/cli/proof").iterdir())
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                known |= {node.value} if CODE.fullmatch(node.value) else set()
    known = {each for each in known - NO_CODES - RULES.keys() if not each.startswith("x-")}
    assert known - SECTIONS.keys() == set()
    assert SECTIONS.keys() - known == set()


def test_every_change_has_its_line_with_its_level() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([a-z]+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [(code, level) for code, level, _ in rows] == [
        (code, level.value) for code, level in RULES.items()
    ]
    assert all(len(says.split()) > 2 for *_, says in rows)


def test_examples_come_in_pairs_and_none_is_overlooked() -> None:
    assert len(EXAMPLES) > 90
    assert len(TYPED) > 50
    assert PAGE.count("\n```") == 2 * (len(EXAMPLES) + len(TYPED)) + 4
    for code, text in SECTIONS.items():
        assert [each[2] for each in EXAMPLE.findall(text)] in ([], ["bad", "good"]), code
        assert [each[0] for each in COMMANDS.findall(text)] in ([], ["bad", "good"]), code


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "language", "kind", "is_", "text"),
    EXAMPLES,
    ids=[f"{code}-{is_}" for code, _, _, is_, _ in EXAMPLES],
)
def test_an_example_breaks_the_rule_or_does_not(
    code: str, language: str, kind: str, is_: str, text: str, tmp_path: Path
) -> None:
    codes = found(tmp_path, language, kind, text)
    assert (code in codes) if is_ == "bad" else codes == set()


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one toolkit, generated and committed."""
    root = tmp_path_factory.mktemp("rules") / "workspace"
    sources = root / "specs/pets"
    sources.mkdir(parents=True)
    (sources / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    (sources / "toolkit.yaml").write_text(complete("toolkit", ""), "utf-8")
    run(root, "toolgen generate")
    name = "-c user.name=N -c user.email=n@example.com"
    run(root, f"git init -q -b main\ngit add .\ngit {name} commit -qm Begin")
    return root


def run(folder: Path, commands: str) -> tuple[set[str], list[int]]:
    """The codes of what is told, and how toolgen ended, each time; other words are a shell's."""
    told, ends = "", []
    home = {"HOME": str(folder.parent), "PATH": os.environ["PATH"]}
    for command in commands.splitlines():
        if command.startswith("toolgen "):
            done = toolgen(*shlex.split(command)[1:], cwd=folder, variables=home)
            told += done.err
            ends.append(done.code)
        else:
            subprocess.run(["bash", "-c", command], cwd=folder, env=home, check=True)
    return set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", told)), ends


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "is_", "commands"), TYPED, ids=[f"{code}-{is_}" for code, is_, _ in TYPED]
)
def test_commands_break_the_rule_or_do_not(
    code: str, is_: str, commands: str, pets: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(pets, tmp_path / "workspace", symlinks=True)
    codes, ends = run(folder, commands)
    assert (codes, ends[-1] > 0) == (({code}, True) if is_ == "bad" else (set(), False))
