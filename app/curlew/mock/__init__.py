"""The echo server: a small HTTP server on this machine that tells back what it got. No Qt, no HTTP client."""
