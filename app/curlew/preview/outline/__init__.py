"""A body as a tree: what its rows say and which of them are open."""
