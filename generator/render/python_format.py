"""Formats generated Python with the pinned formatter, as a library, so that no PATH decides the output."""

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


def sort_imports(statements: tuple[str, ...]) -> list[str]:
    """Import statements in the order that ruff's import sorting expects, groups parted by an empty line.

    Groups: standard library, third party, this package (relative imports).
    """
    groups: dict[int, list[str]] = {}
    for statement in statements:
        groups.setdefault(_group(statement), []).append(statement)
    lines: list[str] = []
    for group in sorted(groups):
        lines += [""] if lines else []
        lines += sorted(groups[group], key=lambda each: naming.natural(each.split()[1]))
    return lines


def _group(statement: str) -> int:
    module = statement.split()[1]
    if module == "typing":
        return 0
    return 1 if module.startswith(("arcade_tdk", "arcade_core")) else 2
