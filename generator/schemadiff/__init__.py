"""How two JSON Schemas differ in what they accept, and in what they say besides."""
