"""Remembers what was built, because an unchanged spec is the usual case and building is slow.

An entry is found by a digest of everything that shapes the output: the bytes of the inputs, the
generator's own code and templates, Python, and the installed libraries by version. A library
patched in place keeps its version, which is why `check --full` does without.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from generator import FOLDER
from generator.core.problems import Place, Problem, Severity
from generator.workspace.atomic_file import replace_file
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources

_FORMAT = 4
_MOST_ENTRIES = 50
_ENTRY_NAME = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.\d+\.[0-9a-f]{8}")
# Neither a link nor a pipe in an entry's place may lead us elsewhere or hang us.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def cached(sources: Sources, build: Callable[[Sources], Built], *, enabled: bool = True) -> Built:
    """What `build` makes of the sources, from the cache where an equal run left it there.

    Raises what `build` raises; a cache that cannot be used is no error.
    """
    folder = cache_folder() if enabled else None
    if folder is None:
        return build(sources)
    key = _key(sources)
    built = _load(folder / key)
    if built is None:
        built = build(sources)
        for each in dict.fromkeys((key, *_key_once_written(sources, built))):
            _store(folder, each, built)
    return built


def cache_folder() -> Path | None:
    """Where the cache lives on this platform; None where there is no such place."""
    given = os.environ.get("TOOLGEN_CACHE_DIR")
    if given:
        return Path(given).absolute()
    from platformdirs import user_cache_path  # what names the folder by hand needs none of it

    folder = user_cache_path("toolgen", appauthor=False)
    return folder if folder.is_absolute() else None


def _key_once_written(sources: Sources, built: Built) -> Iterator[str]:
    """The key after the package was written: its surface is an input of the next build.

    Names and texts settle at once, so what is built on a package's own surface is that package.
    """
    written = built.files.get(PurePosixPath(SURFACE_NAME))
    if written is not None and not built.refused:
        name = sources.surface.name if sources.surface else SURFACE_NAME
        yield _key(replace(sources, surface=SourceFile(name, written.encode("utf-8"))))


def _key(sources: Sources) -> str:
    digest = hashlib.sha256()

    def add(*fields: str | bytes) -> None:
        for field in fields:
            data = field.encode("utf-8", "surrogateescape") if isinstance(field, str) else field
            digest.update(
                len(data).to_bytes(8, "big") + data
            )  # no two lists of fields run together

    add(str(_FORMAT), sys.version, sys.platform, *_library_names())
    for name, data in _own_files():
        add("own", name, data)
    for role, file in sources.by_role():
        add(role, file.name, file.base, file.data)
    for name, each in sorted(sources.references.files.items()):
        add("reference", name, each.name, each.data)
    for name, why in sorted(sources.references.unread.items()):
        add("unread", name, why)
    for name, selectors in (("include", sources.include), ("exclude", sources.exclude)):
        add(name, str(len(selectors)), *selectors)
    add("surface", *((sources.surface.data,) if sources.surface else ()))
    return digest.hexdigest()


def _library_names() -> Iterator[str]:
    """The search path, and name and version of everything installed on it."""
    for folder in sys.path:
        yield folder
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        yield from sorted(each for each in names if each.endswith((".dist-info", ".egg-info")))


def _own_files() -> Iterator[tuple[str, bytes]]:
    """The generator's code, templates and schema; the templates are inside only in a wheel."""
    templates = FOLDER.parent / "templates"
    for folder in (FOLDER, templates):
        if folder is FOLDER or not (FOLDER / "_templates").is_dir():
            for path in _files(str(folder)):
                with open(path, "rb") as file:
                    yield os.path.relpath(path, folder), file.read()


def _files(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if not entry.is_dir():
            yield entry.path
        elif entry.name != "__pycache__" and not entry.name.startswith("."):  # tools' caches
            yield from _files(entry.path)


def _load(path: Path) -> Built | None:
    """The entry, or None where there is none that is whole and our own."""
    try:
        data = _own_bytes(path)
        checksum, _, payload = data.partition(b"\n")
        if checksum.decode("ascii") != _checksum(path.name, payload):
            return None
        return _from_json(json.loads(payload))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _own_bytes(path: Path) -> bytes:
    """The file's bytes; raises OSError unless it is a regular file that this user wrote."""
    descriptor = os.open(path, _READ_FLAGS)
    with open(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        foreign = hasattr(os, "getuid") and facts.st_uid != os.getuid()
        if foreign or not stat.S_ISREG(facts.st_mode):
            raise PermissionError("the entry is not our own")
        return file.read()


def _store(folder: Path, key: str, built: Built) -> None:
    payload = json.dumps(_to_json(built), ensure_ascii=True).encode("ascii")
    # Read-only, full, or not a folder: the next run builds again.
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        data = _checksum(key, payload).encode("ascii") + b"\n" + payload
        replace_file(folder / key, data, 0o600)
        _forget_oldest(folder)


def _forget_oldest(folder: Path) -> None:
    entries = [each for each in os.scandir(folder) if _ENTRY_NAME.fullmatch(each.name)]
    by_age = sorted(entries, key=lambda each: each.stat(follow_symlinks=False).st_mtime_ns)
    for entry in by_age[:-_MOST_ENTRIES]:
        os.unlink(entry.path)


def _checksum(key: str, payload: bytes) -> str:
    return hashlib.sha256(key.encode("ascii") + b"\n" + payload).hexdigest()


def _to_json(built: Built) -> dict[str, Any]:
    return {
        "package": built.package,
        "files": {str(path): text for path, text in built.files.items()},
        "warnings": [_problem_to_json(each) for each in built.warnings],
        "skipped": [_problem_to_json(each) for each in built.skipped],
        "refused": [_problem_to_json(each) for each in built.refused],
        "left_out": built.left_out,
    }


def _from_json(value: dict[str, Any]) -> Built:
    return Built(
        package=value["package"],
        files={PurePosixPath(path): text for path, text in value["files"].items()},
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
