"""One file an auth kind; the table stands in `kinds`."""
