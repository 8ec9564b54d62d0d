"""What came back: body, headers, cookies, timeline, and what went wrong."""
