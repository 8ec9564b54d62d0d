"""Tabs and the pages in them."""
