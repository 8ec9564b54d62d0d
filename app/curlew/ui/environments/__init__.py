"""The environment selector and editor."""
