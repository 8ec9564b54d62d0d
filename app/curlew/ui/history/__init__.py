"""The list of earlier sends."""
