"""Why a part of an API cannot be generated, carried up to whoever lists it."""


class Unsupported(Exception):
    """Raised where an operation or parameter must be left out; its text is the reason, for people."""

    def __init__(self, reason: str, pointer: str = "") -> None:
        super().__init__(reason)
        self.pointer = pointer
