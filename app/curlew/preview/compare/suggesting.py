"""Which changed values look as if they change with every send: times, random ids."""

from __future__ import annotations

import re

_TIME = re.compile(
    rb'"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*|\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4}.*|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), .+|\d{10}|\d{13})"\Z'
)
_EPOCH = re.compile(rb"1[0-9]{9}(?:[0-9]{3}){0,3}(?:\.[0-9]+)?\Z")
_RANDOM = re.compile(rb'"(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{16,64}|[A-Za-z0-9_-]{20,}={0,2})"\Z')
_NAME = re.compile(
    r"(?:request|trace|span|correlation|transaction|session)[_-]?id$|nonce$|etag$|timestamp$|(?:created|updated|modified|generated|fetched|last)"
    r"[_-]?(?:at|on|time|date)?$|(?:At|_at|Date|Time|_ts)$|^(?:date|time|now|ts|elapsed|duration|took|signature|token|cursor)$"
)


def looks_volatile(key: str, before: bytes, after: bytes) -> bool:
    """Tell whether a value that changed looks like a time, or like an id that is made anew."""
    if _NAME.search(key):
        return True
    return any(pattern.match(before) and pattern.match(after) for pattern in (_TIME, _EPOCH, _RANDOM))
