"""The generator's own wheel does outside a checkout what the checkout does."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.command_line import ROOT
from tests.workspace.folders import snapshot

from .test_cli import SPEC


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, as an installer lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def generate(code: Path, out: Path) -> None:
    spec = out.parent / "openapi.yaml"
    spec.write_text(SPEC)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "generate", "--no-cache"]
        + ["--spec", str(spec), "--out", str(out)],
        cwd=out.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_wheel_generates_what_the_checkout_does(installed: Path, tmp_path: Path) -> None:
    for name in ("wheel", "checkout"):
        (tmp_path / name).mkdir()
    generate(installed, tmp_path / "wheel" / "made")
    generate(ROOT, tmp_path / "checkout" / "made")
    assert snapshot(tmp_path / "wheel" / "made") == snapshot(tmp_path / "checkout" / "made")


def test_the_wheel_holds_the_program_alone(installed: Path) -> None:
    tops = {each.name for each in installed.iterdir()}
    assert {each.partition("-")[0] for each in tops} == {"generator", "toolgen"}
    (facts,) = installed.glob("*.dist-info/entry_points.txt")
    assert "toolgen = generator.cli.start:main" in facts.read_text()


def test_the_wheel_has_the_page_of_rules(installed: Path) -> None:
    page = (ROOT / "docs/rules.md").read_text("utf-8")
    assert (installed / "generator/_rules.md").read_text("utf-8") == page
