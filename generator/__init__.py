"""The program that turns an OpenAPI document into an installable Arcade toolkit."""

from pathlib import Path

__version__ = "0.1.0"
FOLDER = Path(__file__).resolve().parent
"""The program's own folder; other modules do not ask where they are themselves."""
