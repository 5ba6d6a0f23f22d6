"""Formats generated Python as the pinned black does, which a printer of ours mostly knows without it."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from generator.emit import naming
from generator.render.layout import lay_out
from generator.render.templates import runtime_sources
from generator.render.text_width import LINE_LENGTH, Unsure


def format_python(source: str) -> str:
    """`source` as black writes it for Python 3.10; black itself is run where only it knows that."""
    try:
        return lay_out(source)
    except Unsure:
        return by_black(source)


def by_black(source: str) -> str:
    """What black makes of `source`, as a library, so that no PATH decides the output; raises
    ValueError where it is not Python."""
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(target_versions={TargetVersion.PY310}, line_length=LINE_LENGTH)
    try:
        return black.format_str(source, mode=mode)
    except InvalidInput as error:
        raise ValueError(f"the generated source is not Python: {error}") from None


def unlike_black(files: Mapping[PurePosixPath, str]) -> list[PurePosixPath]:
    """The paths of modules that black would write otherwise; raises ValueError for what is not Python.

    Black is not asked of copies of the runtime, which it formats where they are kept.
    """
    copies = {*runtime_sources().values()}
    modules = (path for path in files if path.suffix == ".py" and files[path] not in copies)
    return [path for path in modules if by_black(files[path]) != files[path]]


def import_lines(names: Mapping[str, Iterable[str]]) -> list[str]:
    """Imports of names by module, as ruff's import sorting expects them, groups parted by an empty line.

    Groups: standard library, third party, this package (relative imports). A module of which no name
    is needed is left out.
    """
    groups: dict[int, list[str]] = {}
    for module in sorted(names, key=naming.natural):
        if needed := naming.in_import_order(names[module]):
            statement = f"from {module} import {', '.join(needed)}"
            groups.setdefault(_group(module), []).append(statement)
    blocks = ["\n".join(groups[group]) for group in sorted(groups)]
    return "\n\n".join(blocks).splitlines()


def _group(module: str) -> int:
    if module == "typing":
        return 0
    return 1 if module.startswith(("arcade_tdk", "arcade_core")) else 2
