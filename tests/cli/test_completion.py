"""What shells complete, told by the shells themselves."""

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from generator.cli.completion import SHELLS
from generator.cli.parsing import COMMANDS
from tests.command_line import toolgen

EXPECTED = {
    "toolgen li": {"lint"},
    "toolgen lint --form": {"--format"},
    "toolgen lint --format s": {"sarif"},
    "toolgen diff --fail-on r": {"risky"},
    "toolgen completion z": {"zsh"},
    "toolgen generate al": {"alpha"},
    "toolgen generate b": {"beta"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace, one of whose folders is named to be run by whoever is not careful."""
    for name in ("alpha", "beta", "$(touch al)", "al;touch al"):
        (tmp_path / "specs" / name).mkdir(parents=True)
    for shell in SHELLS:
        done = toolgen("completion", shell, cwd=tmp_path, variables={"HOME": str(tmp_path)})
        assert (done.code, done.err) == (0, "")
        (tmp_path / f"complete.{shell}").write_text(done.out, "utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> list[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert not (folder / "al").exists()
    return done.stdout.splitlines()


@pytest.mark.parametrize("line", EXPECTED)
def test_bash_completes(folder: Path, line: str) -> None:
    *words, last = line.split()
    given = " ".join(f"'{each}'" for each in (*words, last))
    code = f"""
        source complete.bash
        COMP_WORDS=({given}); COMP_CWORD={len(words)}; _toolgen
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert set(run(folder, "bash", "--norc", "-c", code)) == EXPECTED[line]


@pytest.mark.slow
@pytest.mark.parametrize("line", EXPECTED)
def test_fish_completes(folder: Path, line: str) -> None:
    found = run(folder, "fish", "--no-config", "-c", f"source complete.fish; complete -C '{line}'")
    start = line.split()[-1]
    assert {each.split("\t")[0] for each in found if each.startswith(start)} == EXPECTED[line]


def test_bash_and_fish_know_every_command(folder: Path) -> None:
    code = "source complete.bash; COMP_WORDS=(toolgen ''); COMP_CWORD=1; _toolgen"
    found = run(folder, "bash", "--norc", "-c", f"{code}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    assert set(found) == {*COMMANDS, "--help", "--version"}
    text = (folder / "complete.fish").read_text("utf-8")
    assert all(f"-a {each} -d " in text for each in COMMANDS)


@pytest.mark.slow
def test_zsh_completes_as_it_is_typed(folder: Path) -> None:
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("zsh is not installed")
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execve(zsh, ["zsh", "-f", "-i"], {"PATH": os.environ["PATH"], "HOME": str(folder)})
    try:
        typed(terminal, "PS1='> '; source complete.zsh; echo rea''dy\n", "ready")
        for line, words in EXPECTED.items():
            begin, _, start = line.rpartition(" ")
            (word,) = words
            wanted = f"{word[len(start):]}"
            typed(terminal, f"{line}\t", f"{begin} {start}{wanted}")
            typed(terminal, "\x15echo do''ne\n", "done")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    assert not (folder / "al").exists()


def typed(terminal: int, text: str, expected: str) -> None:
    """Type, and wait for what the terminal should show."""
    os.write(terminal, text.encode())
    seen, end = "", time.monotonic() + 20
    while expected not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
    assert expected in seen, seen
