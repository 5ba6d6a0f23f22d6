"""What runs without a person: the workflows' own scripts, and the hooks as pre-commit runs them."""
