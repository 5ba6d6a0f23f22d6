"""The program that turns an OpenAPI document into an installable Arcade toolkit."""

import os

__version__ = "0.1.0"
FOLDER = os.path.dirname(os.path.realpath(__file__))
"""The program's own folder; other modules do not ask where they are themselves."""
