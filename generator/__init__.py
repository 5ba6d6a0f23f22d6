"""The program that turns an OpenAPI document into an installable Arcade toolkit."""

__version__ = "0.1.0"
