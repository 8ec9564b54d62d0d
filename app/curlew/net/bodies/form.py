"""application/x-www-form-urlencoded, as the URL standard writes it."""

from __future__ import annotations

import re

from curlew.model.body import FormBody
from curlew.model.prepared import Payload
from curlew.net.bodies.kind import BodyContext, BodyKind, payload, utf8
from curlew.text import _

_ESCAPED = re.compile(rb"[^A-Za-z0-9*\-._ ]")


def quote(text: str) -> bytes:
    """Escape one name or value (URL standard, application/x-www-form-urlencoded percent-encode set)."""
    data = utf8(text, _("A form field"))
    return _ESCAPED.sub(lambda found: b"%%%02X" % found[0][0], data).replace(b" ", b"+")


def encode(body: FormBody, context: BodyContext) -> Payload:
    fill = context.filler.fill
    pairs = [quote(fill(row.name)) + b"=" + quote(fill(row.value)) for row in body.rows if row.enabled and (row.name or row.value)]
    return payload("application/x-www-form-urlencoded", b"&".join(pairs))


FORM = BodyKind("form-urlencoded", _("Form URL-encoded"), "rows", encode)
