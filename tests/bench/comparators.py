"""Other programs to measure against, each in an environment of its own, made when first needed."""

import shutil
import sys
from pathlib import Path

from .measure import CannotMeasure, run

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".bench_cache"
FASTMCP = ("fastmcp>=4.1,<5",)
OPENAPI_PYTHON_CLIENT = ("openapi-python-client==0.29.1",)
DATAMODEL_CODE_GENERATOR = ("datamodel-code-generator==0.89.0",)
PUBLISHED = ("arcade-customerio-pipelines-api==0.2.1", "arcade-mcp-server>=1.32.1,<2")
NPM_GENERATOR = "openapi-mcp-generator@4.0.1"
START_FASTMCP = """
import json, sys, httpx2
from fastmcp import FastMCP
document = json.load(open(sys.argv[1], encoding="utf-8"))
client = httpx2.AsyncClient(base_url="http://127.0.0.1:9")
FastMCP.from_openapi(openapi_spec=document, client=client)
"""
Command = list[str | Path]
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def environment(name: str, requirements: tuple[str, ...]) -> Path:
    """The interpreter of an environment with these requirements, made once."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    wanted = "\n".join(requirements)
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", folder])
        run([python, *INSTALL, *requirements])
        ready.write_text(wanted, encoding="utf-8")
    return python


def our_package(package: str) -> Path:
    """The interpreter of an environment with the generated package as it is now, and a server."""
    folder = ROOT / "generated" / package
    if not folder.is_dir():
        raise CannotMeasure(f"generated/{package} is not there")
    python = environment(package, ("arcade-mcp-server>=1.32.1,<2", "jsonschema-rs>=0.60.3,<1"))
    run([python, *INSTALL, "--force-reinstall", "--no-deps", folder])
    run([python, *INSTALL, f"{folder}[server]"])
    return python


def npm_generator() -> Path:
    """The command of the npm generator, installed once."""
    folder = CACHE / "npm"
    command = folder / "node_modules" / ".bin" / "openapi-mcp-generator"
    if not command.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise CannotMeasure("npm is not installed")
        folder.mkdir(parents=True, exist_ok=True)
        run([npm, "install", "--silent", "--no-audit", "--no-fund", NPM_GENERATOR], cwd=folder)
    return command


def version(python: Path, distribution: str) -> str:
    """The version of a distribution in an environment."""
    code = f"import importlib.metadata as m; print(m.version({distribution!r}))"
    return run([python, "-c", code]).strip()


def start_fastmcp(document: Path, folder: Path) -> Command:
    """What loads the document as FastMCP's server does."""
    return [environment("fastmcp", FASTMCP), "-c", START_FASTMCP, document]


def run_npm_generator(document: Path, folder: Path) -> Command:
    """What makes the npm generator's server of the document, below the folder."""
    return [npm_generator(), "--input", document, "--output", folder / "npm-out", "--force"]


def run_python_client(document: Path, folder: Path) -> Command:
    """What makes openapi-python-client's package of the document, below the folder."""
    python = environment("opc", OPENAPI_PYTHON_CLIENT)
    out = folder / f"opc-{document.stem}"
    options: Command = ["--overwrite", "--path", document, "--output-path", out]
    return [python.parent / "openapi-python-client", "generate", *options]


def run_model_generator(document: Path, folder: Path) -> Command:
    """What makes datamodel-code-generator's models of the document, in the folder."""
    python = environment("dmc", DATAMODEL_CODE_GENERATOR)
    options: Command = ["--input", document, "--input-file-type", "openapi"]
    return [python.parent / "datamodel-codegen", *options, "--output", folder / "models.py"]
