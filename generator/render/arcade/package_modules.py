"""Lists and prints the Python modules of a package for Arcade."""

from dataclasses import replace
from functools import partial

from generator.core.progress import SILENCE, Progress, counted
from generator.emit import naming
from generator.emit.python_values import ValuePrinter
from generator.plan.model import Package, Tool
from generator.render.arcade.catalog import CATALOG, catalog
from generator.render.arcade.metadata import PACKAGE_IMPORTS, classification
from generator.render.arcade.tool_module import alias_module, tool_module
from generator.render.printed_tools import PrintedTools
from generator.render.python_format import format_python, import_lines
from generator.render.search_index import SEARCH, search_index
from generator.render.templates import print_template, runtime_sources


def package_modules(
    package: Package, printed: PrintedTools, progress: Progress = SILENCE
) -> dict[str, str]:
    """Every file of the importable package but its schemas, by its path."""
    about = replace(package, tools=(), reasons={}, origins={})
    formatted = dict(printed.once("modules", about, partial(_shared_modules, about)))
    functions = _functions(package)
    formatted |= printed.once("tools", functions, partial(_tools_init, functions))
    for tool in counted(progress, "printing tools", package.tools, len(package.tools)):
        formatted |= printed.of("modules", tool, partial(_modules_of, package, tool))
    # The runtime is formatted where it is kept.
    listed = {CATALOG: catalog(package, printed), SEARCH: search_index(package, printed)}
    files = {**formatted, **listed, "py.typed": "", **runtime_sources()}
    return {f"{package.module}/{path}": text for path, text in files.items()}


def _shared_modules(package: Package) -> dict[str, str]:
    """What is the same whatever the tools are."""
    sources = {
        "__init__.py": print_template("module/__init__.py.j2", package=package),
        "__main__.py": print_template("module/__main__.py.j2", package=package),
        "_api.py": _api_module(package),
        **({"enums.py": _enums_module(package)} if package.enums else {}),
    }
    return {path: format_python(source) for path, source in sources.items()}


def _api_module(package: Package) -> str:
    printer = ValuePrinter()
    api, domains = printer.source(package.api), package.service_domains
    imports = {
        "arcade_core.metadata": PACKAGE_IMPORTS if domains else (),
        "._runtime": printer.classes,
    }
    return print_template(
        "module/_api.py.j2",
        api=api,
        classification=classification(domains) if domains else "",
        imports=import_lines(imports),
    )


def _enums_module(package: Package) -> str:
    names = naming.in_import_order(enum.name for enum in package.enums)
    return print_template("module/enums.py.j2", package=package, names=names)


def _modules_of(package: Package, tool: Tool) -> dict[str, str]:
    """The modules of a tool and of its earlier names."""
    sources = {f"tools/{tool.module}.py": tool_module(package, tool)}
    sources |= {f"tools/{each.module}.py": alias_module(tool, each) for each in tool.aliases}
    return {path: format_python(source) for path, source in sources.items()}


def _functions(package: Package) -> dict[str, str]:
    """The function of each tool by its module, those of earlier names included."""
    functions = {f".{tool.module}": str(tool.function) for tool in package.tools}
    old = (each for tool in package.tools for each in tool.aliases)
    return functions | {f".{each.module}": str(each.function) for each in old}


def _tools_init(functions: dict[str, str]) -> dict[str, str]:
    source = print_template(
        "module/tools/__init__.py.j2",
        imports=import_lines({module: [name] for module, name in functions.items()}),
        names=naming.in_import_order(functions.values()),
    )
    return {"tools/__init__.py": format_python(source)}
