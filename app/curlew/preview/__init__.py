"""From bytes to what is shown: text, spans, rows; without a window."""
