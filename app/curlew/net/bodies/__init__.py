"""One file a body kind; the table stands in `kinds`."""
