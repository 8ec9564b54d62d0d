"""multipart/form-data (RFC 7578): texts and files, nothing of which can break out of its place."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath, PureWindowsPath

from curlew.model.body import MultipartBody
from curlew.model.prepared import FilePart, Payload
from curlew.model.rows import Part
from curlew.net.bodies.kind import BodyContext, BodyKind, payload, utf8
from curlew.net.errors import SendingError
from curlew.text import _

_BOUNDARY = re.compile(r"""boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))""", re.IGNORECASE)


def encode(body: MultipartBody, context: BodyContext) -> Payload:
    boundary = _boundary(context)
    mark = boundary.encode("ascii", "replace")
    pieces: list[bytes | FilePart] = []
    for part in body.parts:
        if part.enabled and (part.name or part.values):
            for head, content in _entries(part, context):
                pieces += (b"--%b\r\n%b\r\n" % (mark, head), content, b"\r\n")
    pieces.append(b"--%b--\r\n" % mark)
    return payload(f"multipart/form-data; boundary={boundary}", *_joined(pieces))


def _boundary(context: BodyContext) -> str:
    """Return the boundary of the user's own Content-Type, or a fresh one."""
    own = _BOUNDARY.search(context.content_type)
    if own:
        return own[1] or own[2]
    if context.content_type:
        context.notes.append(_("Your own Content-Type names no boundary, so the server cannot take the body apart. Switch that row off."))
    return context.boundary()


def _entries(part: Part, context: BodyContext) -> list[tuple[bytes, bytes | FilePart]]:
    fill = context.filler.fill
    name = _escaped(fill(part.name))
    content_type = _checked_type(fill(part.content_type).strip(), part.name)
    entries: list[tuple[bytes, bytes | FilePart]] = []
    for value in part.values or ("",):
        disposition = b'Content-Disposition: form-data; name="%b"' % name
        kind = content_type
        content: bytes | FilePart
        if part.kind == "file":
            content = context.files(fill(value))
            file_name = base_name(fill(value))
            disposition += b'; filename="%b"' % _escaped(file_name)
            kind = kind or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
        else:
            content = utf8(fill(value), _("A part of the body"))
        head = disposition + b"\r\n" + (f"Content-Type: {kind}\r\n".encode("ascii") if kind else b"")
        entries.append((head, content))
    return entries


def base_name(path: str) -> str:
    """Return the file's own name, without any folder, whichever system's path it is (D13)."""
    return PureWindowsPath(PurePosixPath(path).name).name or "file"


def _escaped(text: str) -> bytes:
    """Escape a name as browsers do (HTML standard, multipart/form-data encoding algorithm)."""
    data = utf8(text, _("The name of a part"))
    return data.replace(b"\r", b"%0D").replace(b"\n", b"%0A").replace(b'"', b"%22").replace(b"\0", b"%00")


def _checked_type(content_type: str, name: str) -> str:
    wrong = next((c for c in content_type if not " " <= c <= "~"), None)
    if wrong is not None or (content_type and "/" not in content_type):
        raise SendingError(
            "body",
            _("The content type of the part {name} cannot be sent").format(name=name),
            _("It is not of the form type/subtype in plain ASCII."),
            _("Write it like application/json."),
            "prepare",
        )
    return content_type


def _joined(pieces: list[bytes | FilePart]) -> list[bytes | FilePart]:
    """Join neighbouring bytes, so that few small writes go out."""
    joined: list[bytes | FilePart] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


MULTIPART = BodyKind("multipart-form", _("Multipart form"), "parts", encode)
