"""The response viewer."""
