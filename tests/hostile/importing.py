"""Imports every module of the packages in a folder while a hook looks; prints what it saw.

What a module does when it is imported is what a document could have made it do.
"""

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

# What the packages import is imported before, for that does as it likes.
import arcade_core.metadata  # noqa: F401
import arcade_tdk.auth  # noqa: F401
import httpx  # noqa: F401
import jsonschema_rs  # noqa: F401

_OF_IMPORTS = (
    "builtins.id",
    "code.__new__",
    "compile",
    "cpython.",
    "exec",
    "function.__new__",
    "gc.",
    "import",
    "marshal",
    "object.__",
    "os.listdir",
    "os.scandir",
    "sys._getframe",
    "sys.set",
)
_WRITES = {*"wax+"}


class Watch:
    """What happened while `on`, but for what importing itself does."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.on = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        reads = event == "open" and not _WRITES & {*str(arguments[1] or "r")}
        if self.on and not reads and not event.startswith(_OF_IMPORTS):
            self.seen.append((event, repr(arguments)[:100]))


def import_all(folder: Path, package: str) -> None:
    """Every module of the package in the folder, and none of them stays."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    module = importlib.import_module(package)
    for each in pkgutil.walk_packages(module.__path__, f"{package}."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    sys.path.pop(0)
    for name in [each for each in sys.modules if f"{each}.".startswith(f"{package}.")]:
        del sys.modules[name]


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    watch = Watch()
    sys.addaudithook(watch)
    for each in sorted(Path(sys.argv[1]).iterdir()):
        name = next(each.glob("*/py.typed")).parent.name
        watch.on = True
        import_all(each, name)
        watch.on = False
    print(json.dumps(watch.seen))
