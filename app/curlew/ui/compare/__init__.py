"""Two responses beside each other in the window."""
