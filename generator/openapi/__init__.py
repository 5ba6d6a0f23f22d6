"""A document becomes an Api: operations, parameters, bodies, responses, servers and security as facts.

Two ways to add to it:

- Another version of the input, such as Swagger 2.0, becomes OpenAPI 3 in a module of its own here,
  which `build` calls after the overlay; `validation.check` says which versions there are.
- Another format of bodies has its name in `media_types`, its schema in `body_formats`, is a fact in
  `api`, told to agents in `plan.arguments`, and written by a module of the runtime's `bodies`.
"""
