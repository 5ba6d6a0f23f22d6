"""What Arcade is told of a tool besides its arguments: what a call does, and what the service is for."""

from generator.emit import literals
from generator.emit.literals import PythonLiteral
from generator.plan.model import Behavior

TOOL_IMPORTS = ("Behavior", "Operation", "ToolMetadata")
"""What the source of `tool_metadata` has to import."""

PACKAGE_IMPORTS = ("Classification", "ServiceDomain")
"""What the source of `classification` has to import."""


def tool_metadata(behavior: Behavior, shared: str) -> PythonLiteral:
    """The `ToolMetadata(...)` of a tool; `shared` is the name of its classification, if it has one."""
    described = literals.call(
        "Behavior",
        [
            ("operations", _members("Operation", behavior.operations)),
            ("read_only", literals.python(behavior.read_only)),
            ("destructive", literals.python(behavior.destructive)),
            ("idempotent", literals.python(behavior.idempotent)),
            ("open_world", literals.python(True)),
        ],
    )
    classified = [("classification", shared)] if shared else []
    return literals.call("ToolMetadata", [*classified, ("behavior", described)])


def classification(service_domains: tuple[str, ...]) -> PythonLiteral:
    """The `Classification(...)` that all tools of a package share."""
    domains = _members("ServiceDomain", service_domains)
    return literals.call("Classification", [("service_domains", domains)])


def _members(enumeration: str, names: tuple[str, ...]) -> str:
    return f"[{', '.join(f'{enumeration}.{name.upper()}' for name in names)}]"
