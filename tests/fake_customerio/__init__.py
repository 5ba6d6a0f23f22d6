"""A Customer.io Pipelines API to test against: permissive and strict as the real one, and faulty.

It listens on 127.0.0.1 only, remembers every request, and ends by itself.
"""

from . import faults
from .faults import Cut, Fault, Framing, Plan, seeded
from .server import TEST_KEY, FakeCustomerio
from .service import Dropped, Recorded, authorization

__all__ = [
    "TEST_KEY",
    "Cut",
    "Dropped",
    "FakeCustomerio",
    "Fault",
    "Framing",
    "Plan",
    "Recorded",
    "authorization",
    "faults",
    "seeded",
]
