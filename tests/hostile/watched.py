"""Runs every command on documents while a hook looks at what the process opens; prints what it saw.

`python -m tests.hostile.watched FOLDER READ...`: documents are in FOLDER/cases, and nothing but
FOLDER and the folders READ may be read; `generate` may write into FOLDER/out, and what is remembered
is in FOLDER/cache.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.cli.main import main

_LEADS_OUT = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "ctypes.dlopen",
)
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink")
_CREATES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watch:
    """What was seen that should not be, while `on`."""

    def __init__(self, own: Path, read: list[Path]) -> None:
        self.read = [own, *read]
        self.written: list[Path] = []
        self.seen: list[tuple[str, str]] = []
        self.on = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        if not self.on:
            return
        if event.startswith(_LEADS_OUT) and arguments[:1] != (None,):
            self.seen.append((event, repr(arguments)[:200]))
        elif event == "open" and isinstance(arguments[0], str | bytes):
            writes = bool((arguments[2] or 0) & _CREATES)
            self._look(event, arguments[0], self.written if writes else self.read)
        elif event in _CHANGES:
            self._look(event, arguments[0], self.written)

    def _look(self, event: str, path: str | bytes, allowed: list[Path]) -> None:
        real = Path(os.path.abspath(os.fsdecode(path))).resolve()
        if not any(real.is_relative_to(each) for each in allowed):
            self.seen.append((event, str(real)))


def commands(folder: Path, out: Path) -> Iterator[list[str]]:
    """All that read a document, for the document of one folder."""
    document = str(next(folder.glob("openapi.*")))
    beside = {"--overlay": folder / "overlay.yaml", "--config": folder / "toolkit.yaml"}
    more = [word for key, path in beside.items() if path.exists() for word in (key, str(path))]
    sources = ["--spec", document, *more]
    yield ["generate", *sources, "--out", str(out)]
    yield ["check", *sources, "--out", str(out)]
    yield ["lint", *sources]
    yield ["show", *sources]
    yield ["diff", document, document, *more]
    yield ["prove", *sources, "--most", "1"]
    for catalog in [*out.glob("*/catalog.json")]:  # documents that are refused have no tools
        tool = json.loads(catalog.read_text("utf-8"))["tools"][0]["name"]
        yield ["why", *sources, tool.partition("_")[2]]


def watched(own: Path, read: list[Path]) -> dict[str, Any]:
    """What was seen, and the exit codes by command."""
    watch = Watch(own, read)
    ended: dict[str, list[int]] = {}
    sys.addaudithook(watch)
    for folder in sorted((own / "cases").iterdir()):
        for command in commands(folder, own / "out" / folder.name):
            watch.written = [own / "cache"]
            watch.written += [own / "out"] if command[0] == "generate" else []
            watch.on = True
            ended.setdefault(command[0], []).append(main([*command, "--quiet"]))
            watch.on = False
    return {"seen": watch.seen, "ended": ended}


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    root, *reads = (Path(each).resolve() for each in sys.argv[1:])
    os.chdir(root)
    print(json.dumps(watched(root, reads)))
