"""The middle of the program: names, literals, decisions, and what may import what."""
