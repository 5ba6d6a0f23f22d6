"""Prints what takes a package to where people are: registries, bundles, clients, documentation, evaluations."""
