"""Searching in texts and bytes of any size."""
