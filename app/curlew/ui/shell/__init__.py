"""The frame of the window: bars, palette, welcome page, notices, the echo server beside it."""
