"""The request editor."""
