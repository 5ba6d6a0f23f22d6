"""Takes our own defences down, one at a time, to see that the proof fails without each."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.command_line import ROOT


@dataclass(frozen=True, slots=True)
class Defence:
    """A line that holds something off, what stands there without it, and the part of the proof that
    has to notice."""

    name: str
    file: str
    old: str
    new: str
    check: str


_LITERALS, _NAMING = "generator/emit/literals.py", "generator/emit/naming.py"
_TEXTS = r"^openapi#/paths/~1log/(put|post)/summary$"
DEFENCES = (
    Defence(
        "quotes in Python are escaped",
        _LITERALS,
        "    source = repr(str(value))\n",
        "    source = f'\"{value}\"'\n",
        f"pairs {_TEXTS} double-quotes end-of-string",
    ),
    Defence(
        "a docstring is quoted where three quotes cannot hold it",
        _LITERALS,
        "plain = '\"' not in text and _quoted(text) == f'\"{text}\"'",
        "plain = True",
        r"pairs ^config#/description$ backslash-quotes end-of-string double-quotes",
    ),
    Defence(
        "Markdown loses its meaning",
        _LITERALS,
        'escaped = _MARKDOWN.sub(lambda found: f"\\\\{found[0]}", text)',
        "escaped = text",
        "pairs ^config#/(title|overview)$ markdown reference",
    ),
    Defence(
        "code is fenced with more than it holds",
        _LITERALS,
        '    return "`" * max(longest + 1, shortest)',
        '    return "`" * shortest',
        r"pairs /schemas/Kind/enum/0$ code-span",
    ),
    Defence(
        "TOML is written by its writer",
        _LITERALS,
        "return escape_unprintable(_toml(value))",
        "return f'\"{value}\"'",
        "pairs ^config#/(author|description)$ toml backslash double-quotes",
    ),
    Defence(
        "names that differ in case are kept apart",
        _NAMING,
        "            if wanted[name.casefold()] > 1 or name.casefold() in reserved\n",
        "            if False\n",
        "pairs /parameters/1/schema/items/enum/0$ case-twin",
    ),
    Defence(
        "no argument has a name that the module needs",
        _NAMING,
        '_RESERVED = frozenset(keyword.kwlist) | frozenset(["call", "tool"])',
        "_RESERVED: frozenset[str] = frozenset()",
        "pairs /get/parameters/0/name$ keyword of-the-runtime",
    ),
    Defence(
        "no file has the name of a device",
        _NAMING,
        "name.rstrip(\"_\") in _DEVICES | _HIDDEN",
        "name in _HIDDEN",
        "pairs ~1log/post/operationId$ device",
    ),
    Defence(
        "what nobody sees is spelled out",
        "generator/emit/prose.py",
        '    return escape_unprintable(_SPACE.sub(" ", text).strip())',
        '    return _SPACE.sub(" ", text).strip()',
        "pairs ^config#/(title|overview)$ bidi zero-width escape-sequence",
    ),
    Defence(
        "nesting has a bound",
        "generator/document/budget.py",
        "    max_depth: int = 200\n    max_nodes: int = MOST_NODES\n    max_keys: int = 20_000\n",
        "    max_depth: int = 100_000\n    max_nodes: int = MOST_NODES\n    max_keys: int = 10**9\n",
        "mutants deep 12",
    ),
    Defence(
        "a package is exchanged as a whole",
        "generator/workspace/atomic_swap.py",
        "            _fill(new, contents, folder, unchanged)\n        _check_removable(folder)\n"
        "        if contents:\n            _put_in_place(new, folder)\n",
        "            _remove(folder)\n            _fill(folder, contents, folder, ())\n",
        "stops 8",
    ),
    Defence(
        "a key stands in no answer",
        "templates/package/module/_runtime/auth.py",
        "            text = text.replace(form, HIDDEN)\n",
        "            pass\n",
        "mutants answer 120",
    ),
)  # fmt: skip


def noticed(defence: Defence) -> bool:
    """Whether the part of the proof fails once the defence is down, in a copy of all there is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("generator", "templates", "tests", "specs"):
            ignored = shutil.ignore_patterns("__pycache__", "expected", ".mypy_cache")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        path = copy / defence.file
        text = path.read_text("utf-8")
        assert defence.old in text, defence.name
        path.write_text(text.replace(defence.old, defence.new), "utf-8")
        return not _holds(copy, defence.check)


def _holds(root: Path, check: str) -> bool:
    """By the exit code: without the bound on nesting Python itself ends by a signal."""
    command = [sys.executable, "-m", "tests.hostile.hostile", "--only", check]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode == 0
