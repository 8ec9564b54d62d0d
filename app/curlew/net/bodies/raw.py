"""Text bodies: sent as they are typed, in UTF-8, never parsed; JSON without its comments where that is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable

from curlew.model.body import RawBody
from curlew.model.prepared import Payload
from curlew.net.bodies.comments import without_comments
from curlew.net.bodies.kind import BodyContext, BodyKind, payload, utf8
from curlew.text import _, ngettext

_CHARSET = re.compile(r"""charset="?([^\s;"]+)""", re.IGNORECASE)


def _encoder(content_type: str) -> Callable[[RawBody, BodyContext], Payload]:
    def encode(body: RawBody, context: BodyContext) -> Payload:
        typed = _plain(body.text, context) if body.kind == "json" and context.without_comments else body.text
        text = context.filler.fill(typed)
        charset = _CHARSET.search(context.content_type)
        if charset and charset[1].lower() not in ("utf-8", "utf8") and not text.isascii():
            note = _("Your own Content-Type says {charset}, but the body was sent as UTF-8.")
            context.notes.append(note.format(charset=charset[1]))
        return payload(content_type, utf8(text, _("The body")))

    return encode


def _plain(text: str, context: BodyContext) -> str:
    """Return JSON as it was typed without its comments, and tell of them."""
    stripped = without_comments(text)
    told = []
    if stripped.comments:
        told.append(ngettext("{n} comment", "{n} comments", stripped.comments).format(n=stripped.comments))
    if stripped.commas:
        told.append(
            ngettext("{n} comma with nothing after it", "{n} commas with nothing after them", stripped.commas).format(n=stripped.commas)
        )
    if told:
        context.notes.append(_("The body was sent without {what}.").format(what=_(" and ").join(told)))
    return stripped.text


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
