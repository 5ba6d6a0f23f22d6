"""Remembers what was built, because an unchanged spec is the usual case and building is slow.

An entry is found by a digest of everything that shapes the output: the bytes of the inputs, and the
program itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from generator.core.problems import Place, Problem, Severity
from generator.workspace import cache_files, cache_reading
from generator.workspace.field_digest import add_fields
from generator.workspace.program import program_digest
from generator.workspace.sources import SURFACE_NAME, Built, Sources

_FORMAT = 5
_SEE = b"see "
"""Begins an entry that is another one's, which it names."""


def cached(sources: Sources, build: Callable[[Sources], Built], *, enabled: bool = True) -> Built:
    """What `build` makes of the sources, from the cache where an equal run left it there.

    Raises what `build` raises; a cache that cannot be used is no error.
    """
    folder = cache_files.cache_folder() if enabled else None
    if folder is None:
        return build(sources)
    digest = _digest(sources, program_digest())
    key = _key(digest, sources.surface.data if sources.surface else None)
    built = _load(folder / key)
    if built is None:
        built = build(sources)
        *others, last = dict.fromkeys((key, *_key_once_written(built, digest)))
        cache_files.write(folder / last, last, [*_written(built)])
        for each in others:
            cache_files.write(folder / each, each, [_SEE + last.encode("ascii")])
    return built


def _key_once_written(built: Built, digest: hashlib._Hash) -> Iterator[str]:
    """The key after the package was written: its surface is an input of the next build.

    Names and texts settle at once, so what is built on a package's own surface is that package.
    """
    written = built.files.get(PurePosixPath(SURFACE_NAME))
    if written is not None and not built.refused:
        yield _key(digest, written.encode("utf-8"))


def _digest(sources: Sources, program: str) -> hashlib._Hash:
    """Of all that a result follows from but the surface, which alone is another one afterwards."""
    digest = hashlib.sha256()
    add_fields(digest, str(_FORMAT), program)
    for role, file in sources.by_role():
        add_fields(digest, role, file.name, file.base, file.data)
    for name, each in sorted(sources.references.files.items()):
        add_fields(digest, "reference", name, each.name, each.data)
    for name, why in sorted(sources.references.unread.items()):
        add_fields(digest, "unread", name, why)
    for name, selectors in (("include", sources.include), ("exclude", sources.exclude)):
        add_fields(digest, name, str(len(selectors)), *selectors)
    return digest


def _key(digest: hashlib._Hash, surface: bytes | None) -> str:
    digest = digest.copy()
    add_fields(digest, "surface", *(() if surface is None else (surface,)))
    return digest.hexdigest()


def _load(path: Path) -> Built | None:
    """The entry, or None where there is none that is whole and our own."""
    try:
        payload = cache_reading.read(path, path.name)
        if payload.startswith(_SEE):
            path = cache_files.beside(path, payload.removeprefix(_SEE).decode("ascii"))
            payload = cache_reading.read(path, path.name)
        return _read(payload)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _written(built: Built) -> Iterator[bytes]:
    """A line of JSON with the length of each file, and then their bytes: most of a package is text,
    which is neither escaped nor read as JSON."""
    texts = [text.encode("utf-8", "surrogatepass") for text in built.files.values()]
    lengths = {str(path): len(text) for path, text in zip(built.files, texts, strict=True)}
    about = {
        "package": built.package,
        "files": lengths,
        "warnings": [_problem_to_json(each) for each in built.warnings],
        "skipped": [_problem_to_json(each) for each in built.skipped],
        "refused": [_problem_to_json(each) for each in built.refused],
        "left_out": built.left_out,
    }
    yield json.dumps(about, ensure_ascii=True).encode("ascii") + b"\n"
    yield from texts


def _read(payload: bytes) -> Built:
    about, _, texts = payload.partition(b"\n")
    value: dict[str, Any] = json.loads(about)
    files: dict[PurePosixPath, str] = {}
    begin = 0
    for path, length in value["files"].items():
        end = begin + int(length)
        files[PurePosixPath(path)] = texts[begin:end].decode("utf-8", "surrogatepass")
        begin = end
    return Built(
        package=value["package"],
        files=files,
        warnings=tuple(_problem_from_json(each) for each in value["warnings"]),
        skipped=tuple(_problem_from_json(each) for each in value["skipped"]),
        refused=tuple(_problem_from_json(each) for each in value["refused"]),
        left_out=int(value["left_out"]),
    )


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "place": [place.file, place.line, place.column] if place else None,
        "pointer": problem.pointer,
        "expected": problem.expected,
        "hint": problem.hint,
        "severity": problem.severity.value,
        "is_omission": problem.is_omission,
    }


def _problem_from_json(value: dict[str, Any]) -> Problem:
    place = Place(*value["place"]) if value["place"] else None
    return Problem(**{**value, "place": place, "severity": Severity(value["severity"])})
