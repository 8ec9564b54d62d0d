"""A body that is a file's bytes, streamed."""

from __future__ import annotations

import mimetypes

from curlew.model.body import FileBody
from curlew.model.prepared import Payload
from curlew.net.bodies.kind import BodyContext, BodyKind, payload
from curlew.text import _


def encode(body: FileBody, context: BodyContext) -> Payload | None:
    chosen = next((file for file in body.files if file.selected), None)
    if chosen is None:
        if body.files:
            context.notes.append(_("None of the body’s files is selected, so no body was sent."))
        return None
    path = context.filler.fill(chosen.path)
    kind = context.filler.fill(chosen.content_type).strip() or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return payload(kind, context.files(path))


FILE = BodyKind("file", _("File"), "files", encode)
