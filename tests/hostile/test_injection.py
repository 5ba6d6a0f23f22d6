"""Nothing that a document says becomes code, a path, a template or markup: every slot, each with a payload."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from generator.cli.proof.pairs import one_each
from generator.cli.proof.trial import Trial, Tried
from generator.workspace import package_folder

from .sources import BENIGN, sources_in

PARTS = 8
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(sources_in(BENIGN))


def told(tried: list[Tried]) -> list[str]:
    return [f"{each.pair}: {each.faults[:3]}" for each in tried if each.ended == "broken"]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_payload_in_any_slot_stays_text(trial: Trial, part: int, tmp_path: Path) -> None:
    pairs = one_each(trial.slots())[part::PARTS]
    tried = [trial.tried(each, again=index % 4 == 0) for index, each in enumerate(pairs)]
    assert told(tried) == []
    ends = Counter(each.ended for each in tried)
    assert ends["same"] > len(pairs) / 2 and ends["within"] < len(pairs) / 4
    imported = [each for each in tried if each.files][:: len(pairs) // 8]
    for number, each in enumerate(imported):
        assert each.files
        package_folder.write_package(each.files, tmp_path / str(number))
    assert_import_is_quiet(tmp_path)


IMPORT = """
import sys
from pathlib import Path
import importlib.util
import arcade_tdk, arcade_core.metadata, asyncio, httpx, jsonschema_rs, email.utils, decimal, uuid
ROOT = Path(sys.argv[1]).resolve()
seen = []
QUIET = ("compile", "exec", "import", "marshal", "object.__", "sys._getframe", "os.listdir",
         "os.scandir", "code.__new__", "builtins.id", "gc.", "function.__new__", "sys.set", "cpython.")
def watch(event, arguments):
    if event == "open":
        path = str(arguments[0])
        mode = arguments[1] or "r"
        if set(str(mode)) & set("wax+"):
            seen.append((event, path))
        return
    if not event.startswith(QUIET):
        seen.append((event, repr(arguments)[:100]))
sys.dont_write_bytecode = True
import pkgutil, importlib
ready = False
def hook(event, arguments):
    if ready:
        watch(event, arguments)
sys.addaudithook(hook)
for folder in sorted(ROOT.iterdir()):
    (package,) = {each.parent.name for each in folder.glob("*/py.typed")}
    sys.path.insert(0, str(folder))
    ready = True
    module = importlib.import_module(package)
    for each in pkgutil.walk_packages(module.__path__, package + "."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    ready = False
    sys.path.pop(0)
    for name in [each for each in sys.modules if each == package or each.startswith(package + ".")]:
        del sys.modules[name]
import json
print(json.dumps(seen))
"""


def assert_import_is_quiet(folder: Path) -> None:
    """Importing every module of the packages there writes, starts and connects to nothing."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-P", "-c", IMPORT, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
