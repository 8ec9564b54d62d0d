"""`curlew view`: a file in a window of its own, with what the response pane has for a body."""
