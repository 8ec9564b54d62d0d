"""The ways to look at a body: one file a view, one line a view in the table."""
