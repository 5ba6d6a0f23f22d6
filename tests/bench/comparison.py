"""What it costs to read a document, and to tell what an edit of it means."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.corpus.wheels import document_of, listed

from . import comparators
from .costs import Bar, cost_of, medians, rows
from .documents import toolgen
from .measure import CannotMeasure, Figure, Missing, Row, run

GROUP = "reading and diff"
ROUNDS = 3
READ_BOTH = """
import sys
from pathlib import Path
from generator.document.load import load_quickly
for name in sys.argv[1:]:
    load_quickly(Path(name).read_bytes(), name)
"""
# In one process, in turns, so that neither has the quieter minute.
READINGS = """
import gc, json, statistics, sys, time, yaml
from pathlib import Path
from generator.document.load import load_quickly
def took(action):
    gc.collect()
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
content, text = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes()
actions = {
    "json.load": lambda: json.loads(content),
    "our JSON": lambda: load_quickly(content, "a.json"),
    "yaml.load": lambda: yaml.load(text, yaml.CSafeLoader),
    "our YAML": lambda: load_quickly(text, "a.yaml"),
}
taken = {name: [] for name in actions}
for _ in range(3):
    for name, action in actions.items():
        taken[name].append(took(action))
print(json.dumps({name: statistics.median(each) for name, each in taken.items()}))
"""


def rows_of_all(rounds: int = ROUNDS) -> Iterator[Row]:
    """Reading beside the plain readers, and `diff` beside reading both documents."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            document = document_of(listed(["pagerduty"])[0])
            small = document_of(listed(["customerio"])[0])
            yield from _readings(document, small, folder)
            yield from _differences(document, folder, rounds)
        except CannotMeasure as error:
            yield Missing(GROUP, "PagerDuty's document", str(error))


def _readings(document: Path, small: Path, folder: Path) -> Iterator[Row]:
    as_yaml = folder / "small.yaml"
    write = "import json, sys, yaml; yaml.dump(json.load(open(sys.argv[1])), open(sys.argv[2], 'w'), yaml.CSafeDumper, sort_keys=False)"
    run([sys.executable, "-c", write, small, as_yaml])
    printed = run([sys.executable, "-c", READINGS, document, as_yaml], cwd=comparators.ROOT)
    taken: dict[str, float] = json.loads(printed.splitlines()[-1])
    for ours, other, most in (("our JSON", "json.load", 3.0), ("our YAML", "yaml.load", 1.3)):
        note = f"{taken[ours]:.2f} s / {taken[other]:.2f} s"
        yield Figure(GROUP, f"{ours} / {other}", taken[ours] / taken[other], "x", most, note)


def _differences(document: Path, folder: Path, rounds: int) -> Iterator[Row]:
    edited = _with_one_more_argument(document, folder)
    both = [document, edited]
    works = {
        "diff, PagerDuty": lambda: toolgen(folder, "diff", *both, codes=(0, 1)),
        "reading both": lambda: cost_of(
            [sys.executable, "-c", READ_BOTH, *both], cwd=comparators.ROOT
        ),
        "diff HEAD ., Pipelines": lambda: toolgen(folder, "diff", "HEAD", ".", codes=(0, 1)),
    }
    if subprocess.run(["git", "rev-parse"], cwd=comparators.ROOT, check=False).returncode:
        del works["diff HEAD ., Pipelines"]
    taken, failed = medians(works, rounds)
    yield from rows(GROUP, [Bar("diff, PagerDuty", "reading both", 3.0)], taken, failed)


def _with_one_more_argument(document: Path, folder: Path) -> Path:
    root: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    items = list(root["paths"].values())
    operation = items[len(items) // 2].get("get") or items[0]["get"]
    more = {"name": "one_more", "in": "query", "schema": {"type": "string"}}
    operation.setdefault("parameters", []).append(more)
    path = folder / "edited.json"
    path.write_text(json.dumps(root), encoding="utf-8")
    return path
