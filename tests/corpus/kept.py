"""Records kept as they are made, so that a run that was stopped goes on where it was."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self, TextIO

_CODE = Path(__file__).parent
_OF, _END = "of", "end"

Record = dict[str, Any]


class Kept:
    """A file with a record a line; those that a run of the same things kept before it was stopped count.

    A run that came to its end was not stopped: the next one measures anew.
    """

    def __init__(self, file: Path, of: str) -> None:
        self._file, self._of = file, of
        self.earlier = self._read()
        """The records of each tool that was done with."""
        self._lines: TextIO

    def __enter__(self) -> Self:
        self._lines = self._file.open("w", encoding="utf-8")
        self.add([{_OF: self._of}])
        for records in self.earlier.values():
            self.add(records)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.add([{_END: True}])
        self._lines.close()

    def add(self, records: Iterable[Record]) -> None:
        """Keep these, all those of one tool at once."""
        self._lines.writelines(f"{json.dumps(each)}\n" for each in records)
        self._lines.flush()

    def _read(self) -> dict[str, list[Record]]:
        """The last tool's records are not taken: there may be more of them."""
        found = list(_lines(self._file))
        if len(found) < 2 or found[0].get(_OF) != self._of or _END in found[-1]:
            return {}
        by_tool: dict[str, list[Record]] = defaultdict(list)
        for record in found[1:]:
            if "tool" in record:
                by_tool[record["tool"]].append(record)
        by_tool.pop(found[-1].get("tool", ""), None)
        return dict(by_tool)


def digest_of(document: Path, package: Path) -> str:
    """What records depend on: the document, the package, and the code that calls and compares."""
    made = (each for each in sorted(package.rglob("*")) if "__pycache__" not in each.parts)
    digest = hashlib.sha256()
    for file in (document, *made, *sorted(_CODE.glob("*.py"))):
        if file.is_file():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _lines(file: Path) -> Iterator[Record]:
    """The lines that are whole: the last of a run that was stopped may not be."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                return
