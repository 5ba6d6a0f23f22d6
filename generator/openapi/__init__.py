"""A document becomes an Api: operations, parameters, bodies, responses, servers and security as facts."""
