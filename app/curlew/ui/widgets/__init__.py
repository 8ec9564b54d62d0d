"""Widgets that know nothing of requests."""
