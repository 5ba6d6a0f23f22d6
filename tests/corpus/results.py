"""What one document came to, kept between runs so that some documents can be run again alone."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .generation import Finding
from .outcomes import Outcome


@dataclass(slots=True)
class LargeAnswers:
    """What became of the largest answers of all GETs that answer JSON."""

    answers: int = 0
    cut: int = 0
    """Those of which something was left out."""
    within: int = 0
    """Those that were valid JSON within the budget, however they were asked for."""
    one: int = 0
    two: int = 0
    """Things left out that were got by one further call, or by two."""
    unreached: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def large_answers(file: Path) -> LargeAnswers:
    """What the lines of the file come to."""
    found = LargeAnswers()
    for line in file.read_text(encoding="utf-8").splitlines():
        each: dict[str, Any] = json.loads(line)
        if "operation" not in each:
            continue
        found.answers += 1
        found.cut += bool(each["omitted"])
        found.within += not each["fault"]
        found.one, found.two = found.one + each["one"], found.two + each["two"]
        found.unreached += [f"{each['operation']} {at}" for at in each["unreached"]]
        found.faults += [f"{each['operation']}: {each['fault']}"] if each["fault"] else []
    return found


@dataclass(slots=True)
class Result:
    """One document: what it holds, what was made of it, and how that was called."""

    name: str
    openapi: str
    operations: int
    megabytes: float
    tools: int = 0
    seconds: float = 0.0
    mebibytes: float = 0.0
    code: int | None = 0
    loaded: int | None = None
    listed: int | None = None
    findings: list[Finding] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    large: LargeAnswers | None = None
    """What became of the largest answers; None where none were asked for."""
    faults: list[str] = field(default_factory=list)
    """What kept us from loading, listing or calling the package."""

    @property
    def reasons(self) -> list[tuple[str, int, str]]:
        """Kind of reason, operations that it costs, and where; a refused document's costs all."""
        if self.tools:
            left_out = (each for each in self.findings if each.code == "operation-left-out")
            return [(each.kind, 1, each.pointer) for each in left_out]
        if self.code is None:
            return [("it took too long", self.operations, "")]
        errors = [each for each in self.findings if each.severity == "error"]
        if not errors:
            return [(f"exit code {self.code} without a finding", self.operations, "")]
        return [(errors[0].kind, self.operations, errors[0].pointer)]


def write(result: Result, file: Path) -> None:
    """Keep a result."""
    file.write_text(json.dumps(asdict(result), indent=1) + "\n", encoding="utf-8")


def read(file: Path) -> Result:
    """A result that was kept."""
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    kept["findings"] = [Finding(**each) for each in kept["findings"]]
    kept["outcomes"] = [Outcome(**each) for each in kept["outcomes"]]
    kept["large"] = LargeAnswers(**kept["large"]) if kept.get("large") else None
    return Result(**kept)
