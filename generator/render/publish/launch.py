"""Says how a client starts a package, which all that follows from it has alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.plan.model import Package, Secret

UVX = "uvx"

_ARCADE = Secret("ARCADE_API_KEY", "Arcade's key, by which users are asked to authorize calls.", ())
"""What Arcade's server needs besides, where users grant calls."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A server as clients are told of it."""

    name: str
    """What the client calls it."""
    script: str
    """The program that serves, which is called as package indexes call the package."""
    requirement: str
    """The package with what serves it."""
    secrets: tuple[Secret, ...]
    """Those with which every tool can be called, and Arcade's where it asks users."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """What uvx takes to run it without installing it."""
        return ("--from", self.requirement, self.script)


def launch(package: Package) -> Launch:
    """How the package is started."""
    needed = {*_needed(package)}
    is_granted = any(tool.authorization for tool in package.tools)
    secrets = [each for each in package.secrets if each.name in needed]
    return Launch(
        package.page.replace("_", "-"),
        package.module.replace("_", "-"),
        f"{package.module}[{'server' if is_granted else 'mcp'}]",
        (*secrets, *([_ARCADE] if is_granted else [])),
    )


def always_needed(package: Package) -> frozenset[str]:
    """The secrets without which no tool can be called."""
    needed = [frozenset(tool.secrets) for tool in package.tools]
    return frozenset.intersection(*needed) if needed else frozenset()


def _needed(package: Package) -> Iterator[str]:
    for tool in package.tools:
        yield from next((each for each in tool.alternatives if each), ())
