"""The tabs of the request editor, one file each."""
