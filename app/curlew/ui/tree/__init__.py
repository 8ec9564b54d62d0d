"""The collection tree."""
