"""Servers for trying things on: the echo server."""
