"""Curlew: a native desktop API client."""

__version__ = "0.1.0"
