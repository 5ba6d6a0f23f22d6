"""Tests of the delivered wheel, from outside: installed elsewhere, spoken to over MCP."""
