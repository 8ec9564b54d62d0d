"""XML text: its structure, places and layout."""
