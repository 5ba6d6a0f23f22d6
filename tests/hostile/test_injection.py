"""Nothing that a document says becomes code, a path, a template or markup: every slot, each with a payload."""

import ast
import json
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import yaml

from generator.build import build
from generator.cli.proof.judge import Files
from generator.cli.proof.pairs import in_rounds, one_each
from generator.cli.proof.together import Together
from generator.cli.proof.trial import Trial, Tried
from generator.core.problems import ProblemsError
from generator.workspace import package_folder
from generator.workspace.sources import SourceFile, Sources
from tests.command_line import ROOT

from .sources import BENIGN, sources_in

PARTS = 4
IMPORTED = 5


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(sources_in(BENIGN))


@pytest.fixture(scope="module")
def together(trial: Trial) -> Together:
    return Together(trial)


def told(tried: list[Tried]) -> list[str]:
    return [f"{each.pair}: {each.faults[:3]}" for each in tried if each.ended == "broken"]


def with_most_payloads(tried: list[Tried]) -> list[Files]:
    """Some of the packages: what an import does is to be seen in a few."""
    packages = {id(each.files): each.files for each in tried if each.files}
    payloads = Counter(id(each.files) for each in tried if each.files)
    return [packages[each] for each, _ in payloads.most_common(IMPORTED)]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_payload_in_any_slot_stays_text(
    trial: Trial, together: Together, part: int, tmp_path: Path
) -> None:
    pairs = one_each(trial.slots())[part::PARTS]
    tried = [*together.tried(pairs, again=part == 0)]
    assert told(tried) == []
    ends = Counter(each.ended for each in tried)
    assert len(tried) == len(pairs)
    assert ends["same"] > len(pairs) / 2 and ends["within"] < len(pairs) / 4
    for number, each in enumerate(with_most_payloads(tried)):
        package_folder.write_package(each, tmp_path / str(number))
    assert_import_is_quiet(tmp_path)


def test_no_payload_hides_what_another_does(trial: Trial, together: Together) -> None:
    """Some of those that were tried with others, by seed, end alike alone."""
    pairs = islice(in_rounds(trial.slots(), 1), 60)
    tried = [*together.tried(pairs, again=False)]
    sharing = Counter(id(each.files) for each in tried if each.files)
    with_others = [each for each in tried if sharing[id(each.files)] > 1]
    for each in Random(1).sample(with_others, 8):
        alone = trial.tried(each.pair, again=False)
        assert (alone.ended, alone.is_text) == (each.ended, each.is_text), str(each.pair)


def assert_import_is_quiet(folder: Path) -> None:
    """Importing every module of the packages there writes, starts and connects to nothing."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.hostile.importing", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(
    "url", ['https://x.example/"+x+"', "https://a b", "javascript:x", "file:///etc"]
)
def test_a_server_that_is_no_plain_http_url_is_passed_over(url: str) -> None:
    given = yaml.safe_load((BENIGN / "openapi.yaml").read_text("utf-8"))
    hostile = {**given, "servers": [{"url": url}], "paths": {"/a": given["paths"]["/log"]}}
    sources = Sources(SourceFile("openapi.json", json.dumps(hostile).encode()))
    try:
        files = build(sources).files
    except ProblemsError:
        return
    api = next(text for path, text in files.items() if path.name == "_api.py")
    assert ast.parse(api) and not any(each in api for each in ("file:", "javascript:", "a b"))


def test_what_an_import_does_is_seen(trial: Trial, tmp_path: Path) -> None:
    package_folder.write_package(trial.plain.files, tmp_path / "a")
    module = next(tmp_path.glob("a/*/_api.py"))
    assert_import_is_quiet(tmp_path)
    module.write_text(
        module.read_text("utf-8") + f"\nopen({str(tmp_path / 'mark')!r}, 'w').close()\n"
    )
    with pytest.raises(AssertionError):
        assert_import_is_quiet(tmp_path)
