"""Formats generated Python with the pinned formatter, as a library, so that no PATH decides the output."""

from collections.abc import Iterable, Mapping

from generator.emit import naming

LINE_LENGTH = 100


def format_python(source: str) -> str:
    """`source` as black writes it for Python 3.10; raises ValueError where it is not Python."""
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(target_versions={TargetVersion.PY310}, line_length=LINE_LENGTH)
    try:
        return black.format_str(source, mode=mode)
    except InvalidInput as error:
        raise ValueError(f"the generated source is not Python: {error}") from None


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
