"""Where each word, limit and name that an agent sees comes from: a place in a file, or toolgen itself and its rule."""
