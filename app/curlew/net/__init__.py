"""The wire: from a request to bytes and back."""
