"""Golden cases: one small document an edge, with the package or the errors it must give."""
