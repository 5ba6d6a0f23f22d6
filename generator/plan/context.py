"""What every tool of a package is planned with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.openapi.api import Api, Operation
from generator.plan import runtime_model
from generator.plan.model import EnumClass
from generator.plan.toolkit_yaml import Config, ToolConfig

_NOTHING_SAID = ToolConfig()


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The facts, people's decisions, and what was decided of the package as a whole."""

    api: Api
    config: Config
    settings: runtime_model.Api
    """What the runtime is told of the API."""
    enums: Mapping[frozenset[str] | None, EnumClass]
    """The package's enumerations by their values."""
    answer_files: Mapping[str, str] = field(default_factory=dict)
    """Where the schemas of answers are, by operation."""
    tells_answers: bool = False
    """Whether tools with modes tell the schema of their answers."""

    def tool_config(self, operation: Operation) -> ToolConfig:
        """What toolkit.yaml says of the operation's tool."""
        return self.config.tools.get(operation.key, _NOTHING_SAID)
