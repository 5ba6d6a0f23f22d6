"""A document becomes an Api: operations, parameters, bodies, responses, servers and security as facts.

Two ways to add to it:

- Another version of the input, such as Swagger 2.0, becomes OpenAPI 3 in a module of its own here,
  which `conversion` lists; `validation.versions` says which versions there are.
- Another format of bodies is an entry of the table in `body_formats`; a module of the runtime's
  `bodies` writes it, which the runtime's `request_body` and `endpoint` name.
"""
