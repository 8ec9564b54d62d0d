"""Plain data and pure rules: no files, no network, no window."""
