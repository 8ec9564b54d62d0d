"""Two responses beside each other: their structure, their text, their headers and their times. No Qt."""
