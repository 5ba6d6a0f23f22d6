"""A document becomes an Api: operations, parameters, bodies, responses, servers and security as facts.

Two ways to add to it:

- Another version of the input, such as Swagger 2.0, becomes OpenAPI 3 in a module of its own here,
  which `build` calls after the overlay; `validation.check` says which versions there are.
- Another format of bodies is chosen in `request_bodies`, is a fact in `api`, a decision in
  `plan.endpoint`, and is written by the runtime's `request`; nothing else asks for a media type.
"""
