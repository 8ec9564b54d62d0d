"""Where the pages of an editor find a collection's `config`, which requests do not have."""

from __future__ import annotations

CONFIG = "config"
"""Its key in `Request.app`."""
