"""curl commands: pasted ones become requests, requests become commands. Nothing is run and no file is read."""

from __future__ import annotations

from curlew.formats.curl.build import CurlImport, from_arguments, parse_curl
from curlew.formats.curl.words import looks_like_curl
from curlew.formats.curl.writer import to_curl

__all__ = ["CurlImport", "from_arguments", "looks_like_curl", "parse_curl", "to_curl"]
