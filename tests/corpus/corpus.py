"""Runs the corpus: generate, install, load, list, call, judge, report."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import comparators

from . import generation, report, results
from .original import Original
from .outcomes import outcomes
from .results import large_answers
from .wheels import Wheel, cache, document_of, listed

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "corpus.md"
# openapi-core holds back libraries that toolgen needs newer, so it lives apart.
JUDGE = ("openapi-core==0.23.1",)
GENERATION_SECONDS, CALLS_SECONDS = 600, 1800
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")


def main() -> int:
    """Run some or all documents; 1 where a package could not be used."""
    options = _parser().parse_args()
    wheels = listed(options.names)
    judge = comparators.environment("openapi-core", JUDGE) if options.calls else None
    run = partial(_largest if options.largest else _run, judge=judge)
    with ThreadPoolExecutor(options.jobs) as pool:
        found = list(pool.map(run, wheels))
    page = report.markdown(_everything(found))
    if options.calls:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    print(page)
    return int(any(each.faults for each in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nox -s corpus --", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="DOCUMENT", help="default: all of them")
    parser.add_argument("--no-calls", dest="calls", action="store_false", help="generate alone")
    parser.add_argument("--largest", action="store_true", help="ask for the largest answers alone")
    parser.add_argument("--jobs", type=int, default=1, help="documents at once (default: 1)")
    return parser


def _everything(found: list[results.Result]) -> list[results.Result]:
    """What was found now, and what earlier runs found of the other documents."""
    now = {each.name: each for each in found}
    kept = ((wheel.name, _folder(wheel) / "result.json") for wheel in listed([]))
    earlier = {name: results.read(file) for name, file in kept if file.exists()}
    together = {**earlier, **now}
    return [together[wheel.name] for wheel in listed([]) if wheel.name in together]


def _folder(wheel: Wheel) -> Path:
    return cache() / "runs" / wheel.name


def _run(wheel: Wheel, judge: Path | None) -> results.Result:
    """Everything about one document; without a judge, its generation alone."""
    document, folder = document_of(wheel), _folder(wheel)
    folder.mkdir(parents=True, exist_ok=True)
    original = Original(document)
    result = results.Result(
        wheel.name, original.version, len(original.keys()), document.stat().st_size / 1e6
    )
    _generate(result, document, folder / "package")
    if result.tools and judge:
        try:
            _use(result, document, folder, judge)
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            result.faults.append(_last_words(error))
    if judge:
        results.write(result, folder / "result.json")
    print(f"{wheel.name}: {result.tools} of {result.operations}", file=sys.stderr, flush=True)
    return result


def _largest(wheel: Wheel, judge: Path | None) -> results.Result:
    """The largest answers of one document; all else that its last whole run found is kept."""
    kept = _folder(wheel) / "result.json"
    if not kept.exists():
        return _run(wheel, judge)
    document, folder, result = document_of(wheel), _folder(wheel), results.read(kept)
    made = generation.generate(document, folder / "package", GENERATION_SECONDS)
    if made.code:
        result.faults.append("it is no longer made")
        return result
    there = _installed(folder)
    result.large = _large(document, folder, there)
    results.write(result, kept)
    print(f"{wheel.name}: {result.large.answers} answers", file=sys.stderr, flush=True)
    return result


def _generate(result: results.Result, document: Path, package: Path) -> None:
    made = generation.generate(document, package, GENERATION_SECONDS)
    result.seconds, result.mebibytes = made.seconds, made.mebibytes
    result.code, result.findings = made.code, made.findings
    if made.code == 0:
        result.tools = len(_described(package)["tools"])


def _described(package: Path) -> Any:
    return json.loads((package / "docs" / "toolkit.json").read_text(encoding="utf-8"))


def _use(result: results.Result, document: Path, folder: Path, judge: Path) -> None:
    """Install the package beside nothing else, load it, list it, call it, judge the calls."""
    there, name = _installed(folder), _described(folder / "package")["package"]
    calls, verdicts = folder / "calls.jsonl", folder / "verdicts.jsonl"
    result.listed = int(_python("-m", "tests.corpus.listing", name, there=there))
    _python("-m", "tests.corpus.calls", str(document), name, str(calls), there=there)
    result.large = _large(document, folder, there)
    with calls.open(encoding="utf-8") as lines:
        result.loaded = next(each["loaded"] for each in map(json.loads, lines) if "loaded" in each)
    judged = ("-m", "tests.corpus.judge", str(document), str(calls), str(verdicts))
    _python(*judged, interpreter=str(judge), there={"PYTHONPATH": str(ROOT)})
    result.outcomes = list(outcomes(calls, verdicts))
    if blind := verdicts.read_text(encoding="utf-8").count('"blind"'):
        result.faults.append(f"the judge took {blind} requests without what they have to hold")
    if not result.tools == result.loaded == result.listed:
        counts = f"{result.tools} made, {result.loaded} loaded, {result.listed} listed"
        result.faults.append(f"tools are lost: {counts}")


def _installed(folder: Path) -> dict[str, str]:
    """The environment of a Python that has the package, and nothing else of ours."""
    package, site = folder / "package", folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    _python(*_INSTALL, "--no-build-isolation", "--target", str(site), str(package))
    return {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "TOOLGEN_CORPUS_PACKAGE": str(package)}


def _large(document: Path, folder: Path, there: dict[str, str]) -> results.LargeAnswers:
    """What became of the largest answers."""
    name, large = _described(folder / "package")["package"], folder / "large.jsonl"
    _python("-m", "tests.corpus.large_answers", str(document), name, str(large), there=there)
    return large_answers(large)


def _python(
    *arguments: str, interpreter: str = sys.executable, there: dict[str, str] | None = None
) -> str:
    done = subprocess.run(
        [interpreter, *arguments],
        env={**os.environ, "ARCADE_USAGE_TRACKING": "0", **(there or {})},
        cwd=cache(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=CALLS_SECONDS,
        check=True,
    )
    return done.stdout


def _last_words(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    return f"{type(error).__name__}: {said.strip().splitlines()[-1][:200]}"


if __name__ == "__main__":
    sys.exit(main())
