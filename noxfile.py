"""The gates that a change passes, the same by hand, in `.ci/run` and on GitHub.

`nox` runs all of them; `nox -s tests` runs one; `nox -R` runs them again without installing.
"""

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.sessions = ["lint", "types", "workflows", "check", "tests", "package"]
nox.options.reuse_venv = "yes"
nox.options.stop_on_first_error = False

ROOT = Path(__file__).parent
CODE = ("generator", "tests", "noxfile.py")
# What ends up in the generated packages supports one Python more than the generator.
SHIPPED = ("templates", "generated")
# Expected output of the golden cases is data; some of it shows on purpose what is not clean.
NOT_CODE = "tests/cases"
# Usage reports of the runtime under test would start a process for every call.
QUIET = {"ARCADE_USAGE_TRACKING": "0"}


def generated() -> list[Path]:
    """The folders of the committed packages."""
    return sorted(path.parent for path in ROOT.glob("generated/*/pyproject.toml"))


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff's default rules with import sorting, and Black's formatting."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", "--extend-select", "I", "--extend-exclude", NOT_CODE, *CODE)
    session.run("ruff", "check", "--extend-select", "I", "--target-version", "py310", *SHIPPED)
    session.run("black", "--check", "--extend-exclude", NOT_CODE, *CODE, "templates")


@nox.session
def types(session: nox.Session) -> None:
    """Mypy, strict, on the generator and on what it writes."""
    packages = generated()
    served = [f"{folder}[server]" for folder in packages]
    session.install("-e", ".[dev]", "types-jsonschema", *served)
    tested = ("tests/fake_customerio", "tests/package", "tests/automation")
    session.run("mypy", "--strict", "generator", *tested, "noxfile.py")
    for folder in packages:
        session.run("mypy", "--strict", str(folder / folder.name))


@nox.session
def workflows(session: nox.Session) -> None:
    """The GitHub workflows and the hooks for pre-commit, by zizmor at its strictest."""
    session.install("zizmor>=1.32")
    session.run("zizmor", "--offline", "--persona", "pedantic", "--quiet", ".")


@nox.session
def check(session: nox.Session) -> None:
    """Render everything anew and compare it with generated/, file by file."""
    session.install("-e", ".")
    session.run("toolgen", "check", "--full")


@nox.session
def tests(session: nox.Session) -> None:
    """The generator: units, golden cases, specs."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "pytest", "tests", "--ignore=tests/package", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """The delivered wheel, installed elsewhere and spoken to over MCP.

    The wheel is left in dist/. TOOLGEN_WHEEL_PYTHON names another interpreter to install it in.
    """
    session.install("-e", ".[dev]")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    for folder in generated():
        session.run("python", "-m", "build", "--wheel", "--outdir", str(dist), str(folder))
    arguments = session.posargs or ["tests/package"]
    session.run("python", "-m", "pytest", *arguments, env={**QUIET, "TOOLGEN_DIST": str(dist)})


@nox.session
def bench(session: nox.Session) -> None:
    """Times, sizes and tokens as ratios against other tools, in one run."""
    session.install("-e", ".[dev]", "bpe-openai")
    session.run("python", "-m", "tests.bench.bench", *session.posargs, env=QUIET)


@nox.session
def regenerate(session: nox.Session) -> None:
    """Write generated/ anew from specs/ and templates/."""
    session.install("-e", ".")
    session.run("toolgen", "generate", *session.posargs)
