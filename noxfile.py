"""The gates that a change passes, the same by hand, in `.ci/run` and on GitHub.

`nox` runs all of them; `nox -s quick` what needs no installed wheel and little time; `nox -s tests`
runs one; `nox -R` runs them again without installing. Sessions that need the same share the
environment of `dev`, which they ask for.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "workflows", "check", "tests", "package", "sarif"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.stop_on_first_error = False

ROOT = Path(__file__).parent
CODE = ("generator", "tests", "noxfile.py")
# What ends up in the generated packages supports one Python more than the generator.
SHIPPED = ("templates", "generated")
# Expected output of the golden cases is data; some of it shows on purpose what is not clean.
NOT_CODE = "tests/cases"
VARIABLES = {
    # Usage reports of the runtime under test would start a process for every call.
    "ARCADE_USAGE_TRACKING": "0",
    # Tests start Python hundreds of times, which must not compile the same modules each time.
    "PYTHONDONTWRITEBYTECODE": "",
}
# Tests of one module stay together: they share what is made for the module. Three processes keep two
# cores busy while tests wait; tests/conftest.py says which modules are begun first.
PYTEST = ("-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
BUILD = ("-m", "build", "--installer", "uv", "--wheel", "--outdir")
BIN = ROOT / ".nox" / "dev" / "bin"

PIPS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "constraint": "UV_CONSTRAINT",
    "cert": "SSL_CERT_FILE",
}


def tell_uv() -> None:
    """Give uv the settings of pip, whose files and variables it does not read."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    # The last to say something wins, which is the environment.
    for line in reversed(said.splitlines()):
        name, _, value = line.partition("=")
        if variable := PIPS.get(name.rpartition(".")[2]):
            comma = "," if variable == "UV_FIND_LINKS" else " "
            os.environ.setdefault(variable, comma.join(str(ast.literal_eval(value)).split()))
    if "UV_INDEX" in os.environ:
        # To pip all indexes are equal.
        os.environ.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")


tell_uv()


def generated() -> list[Path]:
    """The folders of the committed packages."""
    return sorted(path.parent for path in ROOT.glob("generated/*/pyproject.toml"))


def run(session: nox.Session, program: str, *arguments: str, **variables: str) -> None:
    """Run a program of the shared environment."""
    session.run(str(BIN / program), *arguments, env={**VARIABLES, **variables}, external=True)


def pytest(session: nox.Session, *arguments: str, **variables: str) -> None:
    """Run tests in several processes."""
    run(session, "python", *PYTEST, *arguments, **variables)


@nox.session(default=False)
def dev(session: nox.Session) -> None:
    """The environment that the other sessions share."""
    session.install("-e", ".[dev]")


@nox.session(venv_backend="none", requires=["dev"])
def lint(session: nox.Session) -> None:
    """Ruff's default rules with import sorting, and Black's formatting."""
    sorted_imports = ("check", "--extend-select", "I")
    run(session, "ruff", *sorted_imports, "--extend-exclude", NOT_CODE, *CODE)
    run(session, "ruff", *sorted_imports, "--target-version", "py310", *SHIPPED)
    run(session, "black", "--check", "--extend-exclude", NOT_CODE, *CODE, "templates")


@nox.session(venv_backend="none", requires=["dev"])
def types(session: nox.Session) -> None:
    """Mypy, strict, on the generator and on what it writes."""
    tested = ("tests/fake_customerio", "tests/package", "tests/automation")
    run(session, "mypy", "--strict", "generator", *tested, "noxfile.py")
    for folder in generated():
        # Packages run on one Python more than the generator does.
        run(session, "mypy", "--strict", "--python-version", "3.10", str(folder / folder.name))


@nox.session
def workflows(session: nox.Session) -> None:
    """The GitHub workflows and the hooks for pre-commit, by zizmor at its strictest."""
    session.install("zizmor>=1.32")
    session.run("zizmor", "--offline", "--persona", "pedantic", "--quiet", ".")


@nox.session
def check(session: nox.Session) -> None:
    """Render everything anew and compare it with generated/, file by file.

    In an environment of its own: toolgen needs nothing of what its tests need.
    """
    session.install("-e", ".")
    session.run("toolgen", "check", "--full")


@nox.session(venv_backend="none", requires=["dev"])
def tests(session: nox.Session) -> None:
    """The generator: units, golden cases, specs."""
    pytest(session, "tests", "--ignore=tests/package", *session.posargs)


@nox.session(venv_backend="none", requires=["dev"])
def package(session: nox.Session) -> None:
    """The delivered wheel, installed elsewhere and spoken to over MCP.

    The wheel is left in dist/. TOOLGEN_WHEEL_PYTHON names another interpreter to install it in.
    """
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    for folder in generated():
        run(session, "python", *BUILD, str(dist), str(folder))
    pytest(session, *(session.posargs or ["tests/package"]), TOOLGEN_DIST=str(dist))


SARIF_PACKAGE = "@microsoft/jest-sarif"
"""On npm; it carries the schema that OASIS published."""


@nox.session(venv_backend="none", requires=["dev"])
def sarif(session: nox.Session) -> None:
    """What `lint --format sarif` writes, held to the published schema, where npm can get it."""
    folder = ROOT / ".cache" / "sarif"
    if not (schema := _sarif_schema(folder)) and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        command = ["npm", "install", *quiet, "--prefix", str(folder), SARIF_PACKAGE]
        subprocess.run(command, cwd=folder, check=False)
        schema = _sarif_schema(folder)
    if not schema:
        session.skip(f"npm, or its package {SARIF_PACKAGE}, cannot be had")
    tests = ("-q", "-n", "0", "tests/cli/test_lint_reports.py", "-k", "sarif")
    run(session, "python", "-m", "pytest", *tests, TOOLGEN_SARIF_SCHEMA=str(schema))


def _sarif_schema(folder: Path) -> Path | None:
    """The schema in the npm package, if it is there."""
    found = (folder / "node_modules" / SARIF_PACKAGE).glob("lib/schemas/sarif-2.1.0*.json")
    return next(iter(sorted(found)), None)


@nox.session(venv_backend="none", requires=["dev"], default=False)
def bundle(session: nox.Session) -> None:
    """An MCP bundle (.mcpb) beside each wheel of a folder, dist/ unless another is named; needs npm."""
    run(session, "python", "-m", "tests.package.bundle", *(session.posargs or ["dist"]))


@nox.session(default=False)
def sbom(session: nox.Session) -> None:
    """What comes with each wheel of a folder, as CycloneDX beside it; dist/ unless another is named."""
    session.install("cyclonedx-bom>=7.5,<8", "uv")
    dist = (ROOT / (session.posargs or ["dist"])[0]).resolve()
    for wheel in sorted(dist.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        home = Path(session.create_tmp()) / "sbom"
        python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        session.run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(home))
        # By its name, since a path of this machine would end up in the list.
        wanted = ("--find-links", str(dist), f"{name}[mcp]=={version}")
        session.run("uv", "pip", "install", "--quiet", "--python", str(python), *wanted)
        project = ("--pyproject", str(ROOT / "generated" / name / "pyproject.toml"))
        written = (
            "--output-reproducible",
            "--of",
            "JSON",
            "-o",
            str(wheel.with_suffix(".cdx.json")),
        )
        kind = ("--mc-type", "library", "--validate")
        session.run("cyclonedx-py", "environment", *kind, *project, *written, str(python))


@nox.session(venv_backend="none", requires=["dev"], default=False)
def quick(session: nox.Session) -> None:
    """Lint, types, and the tests that are not slow: in a minute, before every commit."""
    lint(session)
    types(session)
    pytest(session, "tests", "--ignore=tests/package", "-m", "not slow", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Times, sizes and tokens as ratios against other tools, in one run."""
    session.install("-e", ".[dev]", "bpe-openai")
    session.run("python", "-m", "tests.bench.bench", *session.posargs, env=VARIABLES)


@nox.session
def corpus(session: nox.Session) -> None:
    """Vendors' own documents, generated, loaded, called and judged; writes docs/corpus.md."""
    session.install("-e", ".[dev]", "pip")
    session.run("python", "-m", "tests.corpus.corpus", *session.posargs, env=VARIABLES)


@nox.session(venv_backend="none", requires=["dev"], default=False)
def hostile(session: nox.Session) -> None:
    """Hostile documents and answers, broken machines, our defences taken down; writes docs/proof.md.

    Hours on two cores, in shares that stay: `nox -s hostile -- --minutes 30 --write` does some of them.
    """
    run(session, "python", "-m", "tests.hostile.hostile", *(session.posargs or ["--write"]))


@nox.session(default=False)
def lowest(session: nox.Session) -> None:
    """The tests that are not slow, and the golden cases, with the oldest dependencies that are allowed."""
    _with_dependencies(session, "--resolution", "lowest-direct")


@nox.session(default=False)
def newest(session: nox.Session) -> None:
    """The same with the newest there are."""
    _with_dependencies(session, "--upgrade")


def _with_dependencies(session: nox.Session, *which: str) -> None:
    session.install(*which, "-e", ".[dev]")
    fast = ("-m", "not slow", "--ignore=tests/package", "tests")
    for chosen in [session.posargs] if session.posargs else [fast, ("tests/cases",)]:
        session.run("python", *PYTEST, *chosen, env=VARIABLES)


@nox.session(default=False)
def advisories(session: nox.Session) -> None:
    """Known weaknesses of what we depend on, where an index of advisories can be reached."""
    session.install("-e", ".", "pip-audit")
    audit = ("pip-audit", "--local", "--progress-spinner", "off")
    told = str(session.run(*audit, silent=True, success_codes=[0, 1]))
    if "known vulnerabilit" not in told:
        session.skip("no index of advisories can be reached")
    if "No known" not in told:
        session.error(told)
    # To pip-audit what an index has never heard of is no finding; but nothing was asked of it then.
    unheard = [line for line in told.splitlines() if "could not be audited" in line]
    if unheard := [line.split()[0] for line in unheard if not line.startswith("toolgen ")]:
        more = f" and {len(unheard) - 3} more" if len(unheard) > 3 else ""
        session.skip(f"the index of advisories knows nothing of {', '.join(unheard[:3])}{more}")


@nox.session
def search(session: nox.Session) -> None:
    """Plain questions, asked of packages made from vendors' own documents; writes docs/search.md."""
    session.install("-e", ".[dev]", "pip")
    session.run("python", "-m", "tests.corpus.questions", *session.posargs, env=VARIABLES)


@nox.session
def regenerate(session: nox.Session) -> None:
    """Write generated/ anew from specs/ and templates/."""
    session.install("-e", ".")
    session.run("toolgen", "generate", *session.posargs)
