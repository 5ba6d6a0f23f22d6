"""The shared runtime of generated packages, against servers that misbehave."""
