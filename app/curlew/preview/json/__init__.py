"""JSON text of any size: its structure, values and layout."""
