"""The command line, driven as a user drives it: exit codes, words, and what lies on disk after."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import __version__
from generator.cli.parsing import COMMANDS, parser
from tests.command_line import ROOT, Ended, toolgen
from tests.workspace.folders import snapshot

SPEC = """\
openapi: 3.1.0
info: {title: NAME, version: "1"}
servers: [{url: "https://api.example.com/v1"}]
paths:
  /things:
    post:
      operationId: sendThing
      summary: Send a thing
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties: {id: {type: string}, note: {type: string}}
      responses: {"200": {description: Fine}}
"""
CONFIG = """\
package: arcade_NAME
toolkit: TITLE
version: 1.0.0
title: Some NAME
description: Tools for NAME.
author: Nobody
license: MIT
"""


@dataclass(frozen=True, slots=True)
class Space:
    """A workspace in a checkout of its own, and the command line in it."""

    root: Path
    cache: Path

    def variables(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "PYTHONPATH": str(ROOT),
            "TOOLGEN_CACHE_DIR": str(self.cache),
        }

    def run(self, *arguments: str, cwd: str = ".", **variables: str) -> Ended:
        given = {**self.variables(), **variables}
        return toolgen(*arguments, cwd=self.root / cwd, variables=given)

    def loaded(self, command: str, *arguments: str) -> set[str]:
        """The modules that a process of its own has loaded when the command has ended well."""
        code = (
            "import sys; from generator.cli.main import main; "
            "assert main(sys.argv[1:]) == 0; print(*sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, command, *arguments],
            cwd=self.root,
            env=self.variables(),
            capture_output=True,
            check=True,
            text=True,
        )
        return set(done.stdout.splitlines()[-1].split())

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        file = self.root / path
        file.write_text(change(file.read_text()))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share, as runs of a user do."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def empty(tmp_path: Path, cache: Path) -> Space:
    """Two toolkits that nothing was generated from yet."""
    (tmp_path / ".git").mkdir()
    for name in ("alpha", "beta"):
        folder = tmp_path / "specs" / name
        folder.mkdir(parents=True)
        (folder / "openapi.yaml").write_text(SPEC.replace("NAME", name))
        (folder / "toolkit.yaml").write_text(
            CONFIG.replace("NAME", name).replace("TITLE", name.capitalize())
        )
    return Space(tmp_path, cache)


@pytest.fixture
def space(empty: Space) -> Space:
    """Two toolkits and what was generated from them."""
    done = empty.run("generate")
    assert (done.code, done.err) == (0, "")
    return empty


def test_generate_writes_every_toolkit_and_says_so(space: Space) -> None:
    assert sorted(os.listdir(space.root / "generated")) == ["arcade_alpha", "arcade_beta"]
    assert (space.root / "generated/arcade_alpha/arcade_alpha/py.typed").exists()
    done = space.run("generate")
    assert done == Ended(
        0, "unchanged   generated/arcade_alpha\nunchanged   generated/arcade_beta\n", ""
    )


def test_generate_of_one_leaves_the_other_out(empty: Space) -> None:
    done = empty.run("generate", "beta")
    assert done.code == 0
    assert done.out.startswith("written     generated/arcade_beta  (")
    assert os.listdir(empty.root / "generated") == ["arcade_beta"]


def test_check_of_what_was_generated_is_fine(space: Space) -> None:
    for arguments in (["check"], ["check", "alpha", "--full"], ["check", "specs/beta/", "-q"]):
        assert space.run(*arguments).code == 0


def test_check_writes_nothing_and_the_patch_and_the_command_mend(space: Space) -> None:
    package = space.root / "generated/arcade_alpha"
    expected = snapshot(package)
    (package / "README.md").write_text("edited")
    (package / "LICENSE").unlink()
    (package / "extra.txt").write_text("extra\n")
    before = snapshot(space.root)
    done = space.run("check")
    assert snapshot(space.root) == before
    assert done.code == 1
    assert done.out.startswith(
        "unchanged   generated/arcade_beta\n"
        "missing     generated/arcade_alpha/LICENSE\n"
        "changed     generated/arcade_alpha/README.md\n"
        "unexpected  generated/arcade_alpha/extra.txt\n"
        "\ndiff --git a/generated/arcade_alpha/extra.txt"
    )
    assert done.out.endswith(
        "\nto mend: toolgen generate alpha\n"
        "first move away what it never wrote: generated/arcade_alpha/extra.txt\n"
    )
    assert space.run("generate", "alpha").code == 2
    shutil.rmtree(space.root / ".git")
    subprocess.run(["git", "init", "-q"], cwd=space.root, check=True)
    subprocess.run(["git", "apply"], cwd=space.root, input=done.out.encode(), check=True)
    assert snapshot(package) == expected


def test_check_sees_a_changed_spec_and_a_changed_memo_hides_nothing(space: Space) -> None:
    space.edit("specs/alpha/openapi.yaml", lambda text: text.replace("Send a thing", "Send it"))
    quick, full = space.run("check"), space.run("check", "--full")
    assert quick == full == space.run("check")
    assert quick.code == 1
    assert "+++ b/generated/arcade_alpha/docs/" in quick.out


def test_check_and_generate_see_a_package_that_no_toolkit_makes(space: Space) -> None:
    space.edit(
        "specs/alpha/toolkit.yaml",
        lambda text: text.replace("alpha", "gamma").replace("version: 1.0.0", "version: 2.0.0"),
    )
    done = space.run("check")
    assert done.code == 1
    assert "unexpected  generated/arcade_alpha/LICENSE\n" in done.out
    assert "missing     generated/arcade_gamma/LICENSE\n" in done.out
    assert done.out.endswith("to mend: toolgen generate alpha\nto mend: toolgen generate\n")
    assert "removed     generated/arcade_alpha\n" in space.run("generate").out
    assert sorted(os.listdir(space.root / "generated")) == ["arcade_beta", "arcade_gamma"]


def test_the_command_that_mends_is_that_of_the_run(space: Space) -> None:
    (space.root / "generated/arcade_beta/LICENSE").write_text("")
    done = space.run("check", "beta", "--workspace", str(space.root), cwd="..")
    *_, last = done.out.splitlines()
    assert last == f"to mend: toolgen generate --workspace {space.root} beta"


def test_nothing_is_written_where_one_of_several_is_wrong(empty: Space) -> None:
    empty.edit("specs/beta/openapi.yaml", lambda text: text + "openapi: 3.0.0\n")
    empty.edit("specs/alpha/toolkit.yaml", lambda text: text + "unknown_key: 1\n")
    done = empty.run("generate")
    assert done.code == 2
    assert "specs/alpha/toolkit.yaml:8:1: error[" in done.err
    assert "specs/beta/openapi.yaml:18:1: error[yaml-duplicate-key]" in done.err
    assert done.out == ""
    assert not (empty.root / "generated").exists()


def test_a_foreign_file_in_one_stops_all_unless_forced(space: Space) -> None:
    for name in ("alpha", "beta"):
        space.edit(f"specs/{name}/openapi.yaml", lambda text: text.replace("a thing", "it"))
    (space.root / "generated/arcade_beta/own.txt").write_text("mine")
    before = snapshot(space.root)
    done = space.run("generate")
    assert (done.code, done.out) == (2, "")
    assert "never wrote: own.txt" in done.err and "--force" in done.err
    assert snapshot(space.root) == before
    assert space.run("generate", "--force").code == 0
    assert space.run("check").code == 0


def test_two_toolkits_cannot_make_one_package(space: Space) -> None:
    space.edit("specs/beta/toolkit.yaml", lambda text: text.replace("beta", "alpha"))
    for command in ("generate", "check"):
        done = space.run(command)
        assert done.code == 2
        assert "two toolkits make the package generated/arcade_alpha" in done.err


UNSUPPORTED = """\
  /upload:
    post:
      operationId: upload
      requestBody: {$ref: '#/components/requestBodies/Gone'}
      responses: {"200": {description: Fine}}
"""


def test_what_is_left_out_is_listed_and_strict_makes_it_an_error(empty: Space) -> None:
    empty.edit("specs/alpha/openapi.yaml", lambda text: text + UNSUPPORTED)
    strict = empty.run("generate", "alpha", "--strict")
    assert strict.code == 2
    assert "error[" in strict.err and "#/paths/~1upload/post" in strict.err
    assert not (empty.root / "generated").exists()
    done = empty.run("generate", "alpha")
    assert done.code == 0
    assert done.err == strict.err.replace("error[", "warning[")
    assert empty.run("check", "alpha").err == done.err
    assert empty.run("check", "alpha", "--strict").code == 2
    assert empty.run("lint", "alpha").code == 0
    assert empty.run("lint", "alpha", "--strict").code == 1
    assert empty.run("generate", "alpha", "-q") == Ended(0, "", "")


def test_lint_tells_findings_from_what_cannot_be_read(empty: Space) -> None:
    assert empty.run("lint") == Ended(0, "0 errors, 0 warnings\n", "")
    assert empty.run("lint", "specs/alpha/openapi.yaml").code == 0
    (empty.root / "bad.yaml").write_text("a: 1\na: 2\n")
    done = empty.run("lint", "bad.yaml", "beta")
    assert done.code == 1
    assert "bad.yaml:2:1: error[yaml-duplicate-key]" in done.err
    (empty.root / "specs/beta/openapi.yaml").unlink()
    assert empty.run("lint", "bad.yaml", "beta").code == 2
    assert empty.run("lint", "nothing.yaml").code == 2


def test_lint_asks_for_a_second_opinion(empty: Space) -> None:
    odd = "{type: string, format: date, default: soon}"
    empty.edit("specs/alpha/openapi.yaml", lambda text: text.replace("{type: string}", odd, 1))
    assert empty.run("lint").err == ""
    done = empty.run("lint", "--second-opinion")
    assert (done.code, done.out) == (0, "0 errors, 0 warnings\n")
    (empty.root / "odd.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {/a: {get: {responses: {'200': "
        f"{{description: a, content: {{application/json: {{schema: {odd}}}}}}}}}}}}}}}\n"
    )
    assert empty.run("lint", "odd.yaml").err == ""
    done = empty.run("lint", "odd.yaml", "alpha", "--second-opinion")
    assert (done.code, done.out) == (0, "0 errors, 1 warning\n")
    assert "odd.yaml:3:" in done.err and "warning[second-opinion]" in done.err
    assert empty.run("lint", "odd.yaml", "--second-opinion", "--strict").code == 1
    (empty.root / "odd.yaml").write_text("a: [")
    assert empty.run("lint", "odd.yaml", "--second-opinion").code == 1


def test_an_unknown_toolkit_is_answered_with_the_nearest(empty: Space) -> None:
    for command in ("generate", "check", "lint", "show"):
        done = empty.run(command, "alpa")
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "error[toolkit-unknown] there is no toolkit alpa\n  hint: did you mean alpha?\n"
        )


def test_the_workspace_is_found_from_below_and_missed_elsewhere(space: Space) -> None:
    assert space.run("check", cwd="generated/arcade_alpha/docs").code == 0
    done = space.run("check", cwd="..")
    assert done.code == 2
    assert "error[workspace-missing]" in done.err


def test_a_link_cannot_make_it_read_what_lies_elsewhere(empty: Space) -> None:
    outside = empty.root.parent / "outside.yaml"
    outside.write_text("secret: value\n")
    (empty.root / "specs/alpha/openapi.yaml").unlink()
    (empty.root / "specs/alpha/openapi.yaml").symlink_to(outside)
    done = empty.run("generate")
    assert done.code == 2
    assert "error[file-outside-workspace] specs/alpha/openapi.yaml" in done.err


def test_a_link_cannot_make_it_write_elsewhere(empty: Space) -> None:
    (empty.root / "elsewhere").mkdir()
    (empty.root / "generated").symlink_to("elsewhere")
    assert empty.run("generate").code == 2
    assert os.listdir(empty.root / "elsewhere") == []


def test_files_outside_a_workspace(tmp_path: Path, cache: Path) -> None:
    space = Space(tmp_path, cache)
    (tmp_path / "my api.yaml").write_text(SPEC.replace("NAME", "Some API"))
    chosen = ["--spec", "my api.yaml", "--out", "made/it"]
    done = space.run("generate", *chosen)
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "made/it/pyproject.toml").exists()
    assert space.run("check", *chosen).code == 0
    (tmp_path / "made/it/README.md").write_text("edited")
    done = space.run("check", *chosen)
    assert done.code == 1
    assert done.out.startswith("changed     made/it/README.md\n")
    assert "to mend: toolgen generate --spec 'my api.yaml' --out made/it\n" in done.out
    assert space.run("generate", *chosen).code == 0
    assert space.run("check", *chosen).code == 0
    (tmp_path / "names.yaml").write_text(CONFIG.replace("NAME", "own_name"))
    done = space.run("generate", *chosen, "--config", "names.yaml")
    assert done.code == 0
    assert (tmp_path / "made/it/arcade_own_name").is_dir()


def test_an_output_folder_that_must_not_be_replaced_is_refused(empty: Space) -> None:
    spec = "specs/alpha/openapi.yaml"
    before = snapshot(empty.root)
    for out in (".", "..", "specs", "specs/alpha"):
        done = empty.run("generate", "--no-cache", "--spec", spec, "--out", out, "--force")
        assert done.code == 2
        assert "error[tree-unsafe-folder]" in done.err
    assert snapshot(empty.root) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "--spec", "specs/alpha/openapi.yaml"],
        ["generate", "alpha", "--spec", "specs/alpha/openapi.yaml", "--out", "x"],
        ["generate", "alpha", "--out", "x"],
        ["check", "--overlay", "x"],
        ["show"],
        ["show", "alpha", "one", "two"],
        ["generate", "--unknown"],
        [],
        ["unknown"],
    ],
)
def test_a_wrong_command_line_is_told_and_changes_nothing(
    empty: Space, arguments: list[str]
) -> None:
    before = snapshot(empty.root)
    done = empty.run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert snapshot(empty.root) == before


def test_version_and_help(empty: Space) -> None:
    assert empty.run("--version").out == f"toolgen {__version__}\n"
    for command in ("generate", "check", "lint", "show"):
        assert "exit codes: 0 fine; 1 drift" in empty.run(command, "--help").out


def test_show_tells_what_an_agent_sees(empty: Space) -> None:
    whole, one = empty.run("show", "alpha"), empty.run("show", "alpha", "SendThing")
    assert whole.code == one.code == 0
    assert "SendThing" in whole.out and "Send a thing" in one.out
    as_json = empty.run("show", "alpha", "--json")
    assert json.loads(as_json.out)
    assert empty.run("show", "--spec", "specs/alpha/openapi.yaml", "--json").code == 0
    done = empty.run("show", "alpha", "no_such_tool")
    assert (done.code, done.out) == (2, "")


def test_on_github_problems_and_drift_become_annotations(space: Space) -> None:
    (space.root / "generated/arcade_beta/LICENSE").write_text("::error::injected\n")
    out = space.run("check", GITHUB_ACTIONS="true").out
    lines = out.splitlines()
    stop, token = lines[0].rsplit("::", 1)
    assert stop == "::stop-commands"
    resumed = lines.index(f"::{token}::")
    assert lines.index("-::error::injected") < resumed
    (note,) = lines[resumed + 1 :]
    assert note == (
        "::error title=generated-drift,file=generated/arcade_beta/LICENSE,line=1,col=1"
        "::changed: not as toolgen would generate it; run `toolgen generate beta`"
    )
    space.edit("specs/alpha/toolkit.yaml", lambda text: text + "unknown_key: 1\n")
    done = space.run("check", GITHUB_ACTIONS="true")
    assert done.code == 2
    assert done.out.startswith("::error title=")
    assert ",file=specs/alpha/toolkit.yaml,line=8,col=1::" in done.out
    assert "specs/alpha/toolkit.yaml:8:1: error[" in done.err


def test_a_bug_of_ours_is_told_apart_and_quotes_no_input(empty: Space) -> None:
    broken = empty.root / "broken"
    shutil.copytree(ROOT / "generator", broken / "generator")
    (broken / "generator/build.py").write_text(
        "def build(*a, **k):\n    raise KeyError('secret')\n"
    )
    command = [sys.executable, "-P", "-m", "generator", "generate"]
    variables = {**empty.variables(), "PYTHONPATH": str(broken)}
    done = subprocess.run(command, cwd=empty.root, env=variables, capture_output=True, check=False)
    assert done.returncode == 3
    assert done.stderr.decode() == (
        "toolgen: a bug of its own, KeyError at build.py:2 in build; "
        "TOOLGEN_DEBUG=1 shows the traceback\n"
    )
    variables["TOOLGEN_DEBUG"] = "1"
    done = subprocess.run(command, cwd=empty.root, env=variables, capture_output=True, check=False)
    assert done.returncode == 3
    assert b"Traceback" in done.stderr


def test_an_interrupt_ends_it_with_one_line(empty: Space) -> None:
    slow = empty.root / "slow"
    shutil.copytree(ROOT / "generator", slow / "generator")
    source = "import time\ndef build(*a, **k):\n    open('started', 'w')\n    time.sleep(30)\n"
    (slow / "generator/build.py").write_text(source)
    # Whoever runs the tests in the background may have the signal ignored.
    start = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "runpy.run_module('generator', run_name='__main__', alter_sys=True)"
    )
    run = subprocess.Popen(
        [sys.executable, "-P", "-c", start, "generate"],
        cwd=empty.root,
        env={**empty.variables(), "PYTHONPATH": str(slow)},
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 30
    while not (empty.root / "started").exists() and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    assert run.communicate(timeout=30)[1] == b"toolgen: interrupted, nothing was changed\n"
    assert run.returncode == 130


def test_a_reader_that_goes_away_is_no_error(space: Space) -> None:
    for path in (space.root / "generated/arcade_alpha").rglob("*.py"):
        path.write_text("x = 1\n" * 20_000)
    run = subprocess.Popen(
        [sys.executable, "-P", "-m", "generator", "check"],
        cwd=space.root,
        env=space.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout and run.stderr
    run.stdout.close()
    with run.stderr as errors:
        assert errors.read() == b""
    assert run.wait(timeout=60) == 1


def test_an_unchanged_check_needs_no_library(space: Space) -> None:
    heavy = {"jinja2", "yaml", "black", "jsonschema_rs", "openapi_spec_validator", "httpx"}
    space.edit("specs/alpha/openapi.yaml", lambda text: text.replace("Send a", "Send one"))
    assert heavy & space.loaded("generate")
    assert not heavy & space.loaded("check")


def test_an_unchanged_check_is_not_even_begun(space: Space) -> None:
    code = (
        "import sys; from generator.cli.start import main; code = main(); "
        "sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )

    def check(**variables: str) -> tuple[int, str, bool]:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, "check"],
            cwd=space.root,
            env=space.variables() | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, "argparse" in done.stderr.split()

    said = "unchanged   generated/arcade_alpha\nunchanged   generated/arcade_beta\n"
    assert check() == (0, said, True)
    assert check() == (0, said, False)
    assert check(GITHUB_ACTIONS="true")[2]
    assert check(TOOLGEN_CACHE_DIR=str(space.root / "other"))[2]
    (space.root / "generated/arcade_beta/more").write_text("")
    ended, out, is_begun = check()
    assert (ended, is_begun) == (1, True)
    assert "unexpected  generated/arcade_beta/more" in out
    (space.root / "generated/arcade_beta/more").unlink()
    assert check() == (0, said, False)


@pytest.mark.parametrize(
    ("module", "fails", "told"),
    [
        ("jsonschema_rs", "ImportError('x.so: no segment', name='x')", "x cannot be loaded: x.so:"),
        ("yaml", "OSError(12, 'Cannot allocate memory')", "Cannot allocate memory"),
        ("yaml", "MemoryError", "toolgen: there is not enough memory"),
        ("generator.cli.main", "MemoryError", "toolgen cannot go on: there is not enough"),
        ("generator.cli.main", "OSError(12, 'Cannot allocate memory')", "toolgen cannot go on"),
        ("generator.cli.main", "ImportError('damaged')", "toolgen cannot go on: damaged"),
    ],
)
def test_what_does_not_let_itself_be_loaded_is_told(
    empty: Space, module: str, fails: str, told: str
) -> None:
    """Where memory is short or the installation damaged, which is no bug of ours."""
    code = (
        "import sys\n"
        "class Broken:\n"
        f"    def find_spec(self, name, *_):\n        if name == '{module}': raise {fails}\n"
        "sys.meta_path.insert(0, Broken())\n"
        "from generator.cli.start import main\nsys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "generate", "--no-cache"],
        cwd=empty.root,
        env=empty.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr


def test_a_check_with_anything_to_tell_is_kept_nowhere(empty: Space) -> None:
    empty.edit("specs/beta/openapi.yaml", lambda text: text + UNSUPPORTED)
    assert empty.run("generate").code == 0
    before = set(empty.cache.glob("check-*"))
    done = empty.run("check")
    assert done.code == 0 and "#/paths/~1upload/post" in done.err
    assert set(empty.cache.glob("check-*")) == before
    assert empty.run("check", "alpha").err == ""
    assert set(empty.cache.glob("check-*")) == before


def test_what_a_toolkit_lacks_is_said(space: Space) -> None:
    folder = space.root / "specs" / "delta"
    folder.mkdir()
    (folder / "openapi.json").write_text("{}")
    done = space.run("generate", "delta")
    assert (done.code, done.out) == (2, "")
    assert "error[toolkit-missing] specs/delta has no toolkit.yaml" in done.err
    (folder / "toolkit.yaml").write_text(CONFIG.replace("NAME", "delta"))
    done = space.run("generate", "delta")
    assert done.code == 2
    assert "error[file-misnamed] specs/delta/openapi.json is not read" in done.err
    assert "rename it to openapi.yaml, which may hold JSON as well" in done.err


def test_show_tells_of_earlier_names(empty: Space) -> None:
    names = "tools:\n  POST /things:\n    name: PutThing\n    aliases: [{ name: SendThing, until: 2.0.0 }]\n"
    empty.edit("specs/alpha/toolkit.yaml", lambda text: text + names)
    whole = empty.run("show", "alpha").out
    assert "PutThing" in whole and "SendThing" in whole and "(deprecated)" in whole
    old = json.loads(empty.run("show", "alpha", "SendThing", "--json").out)
    new = json.loads(empty.run("show", "alpha", "PutThing", "--json").out)
    says = "[DEPRECATED: Use PutThing; this name goes away in version 2.0.0.] "
    assert old["listed"]["name"].endswith("_SendThing")
    assert old["listed"]["description"].startswith(says)
    assert old["listed"]["inputSchema"] == new["listed"]["inputSchema"]
    assert "deprecated" not in new


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--spec", "", "--out", "made"),
        ("generate", "--spec", "a.json", "--out", ""),
        ("lint", "--spec", ""),
        ("lint", "--max-bytes", "0"),
        ("lint", "--max-bytes", "-5"),
        ("diff", "a", "b", "--overlay", ""),
    ],
)
def test_empty_values_are_mistakes(empty: Space, arguments: tuple[str, ...]) -> None:
    ended = empty.run(*arguments)
    assert ended.code == 2
    assert arguments[1] in ended.err or "--out" in ended.err or "--overlay" in ended.err


def test_what_hints_name_every_command_has_that_reads() -> None:
    for name in {*COMMANDS} - {"completion"}:
        words = (
            ["it"]
            if name in ("init", "release")
            else ["it", "it"] if name in ("diff", "why") else []
        )
        options = parser().parse_args([name, *words, "--max-bytes", "7", "--allow-refs", "."])
        assert (options.max_bytes, options.allow_refs) == (7, [Path(".")])


def test_max_bytes_bounds_what_is_read(empty: Space) -> None:
    (empty.root / "a.json").write_text(" " * 100, "utf-8")
    ended = empty.run("lint", "a.json", "--max-bytes", "99")
    assert (ended.code, "byte-budget" in ended.err) == (1, True)


def test_why_names_file_line_and_column(empty: Space) -> None:
    done = empty.run("why", "alpha", "SendThing")
    assert done.code == 0 and "    specs/alpha/openapi.yaml:" in done.out
    as_json = json.loads(empty.run("why", "alpha", "SendThing", "--format", "json").out)
    summary = next(each for each in as_json if each["what"] == "summary" and not each["part"])
    assert summary["value"] == "Send a thing" and summary["place"]["line"] > 1
    spec = ("--spec", "specs/alpha/openapi.yaml")
    assert empty.run("why", "SendThing", *spec).out == done.out
    for part, words in (
        ("SendThong", "did you mean SendThing?"),
        ("SendThing.no", "has no .no"),
        ("SendThing/no", "has no /no"),
    ):
        refused = empty.run("why", "alpha", part)
        assert (refused.code, refused.out) == (2, "")
        assert words in refused.err
    assert empty.run("why", "alpha").code == 2
