"""The tree of a structured body: its rows, their painting, and finding one's way in it."""
