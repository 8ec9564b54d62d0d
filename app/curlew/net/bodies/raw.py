"""Text bodies: sent as they are typed, in UTF-8, never parsed."""

from __future__ import annotations

import re
from collections.abc import Callable

from curlew.model.body import RawBody
from curlew.model.prepared import Payload
from curlew.net.bodies.kind import BodyContext, BodyKind, payload, utf8
from curlew.text import _

_CHARSET = re.compile(r"""charset="?([^\s;"]+)""", re.IGNORECASE)


def _encoder(content_type: str) -> Callable[[RawBody, BodyContext], Payload]:
    def encode(body: RawBody, context: BodyContext) -> Payload:
        text = context.filler.fill(body.text)
        charset = _CHARSET.search(context.content_type)
        if charset and charset[1].lower() not in ("utf-8", "utf8") and not text.isascii():
            note = _("Your own Content-Type says {charset}, but the body was sent as UTF-8.")
            context.notes.append(note.format(charset=charset[1]))
        return payload(content_type, utf8(text, _("The body")))

    return encode


RAW_TYPES = {
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "sparql": "application/sparql-query",
}
"""The media type that a body of each kind is sent with where no header says another."""

JSON = BodyKind("json", "JSON", "code", _encoder(RAW_TYPES["json"]))
TEXT = BodyKind("text", _("Text"), "code", _encoder(RAW_TYPES["text"]))
XML = BodyKind("xml", "XML", "code", _encoder(RAW_TYPES["xml"]))
SPARQL = BodyKind("sparql", "SPARQL", "code", _encoder(RAW_TYPES["sparql"]))
