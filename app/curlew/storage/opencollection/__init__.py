"""The OpenCollection format: text to model and back, changing only the lines that have to change."""
