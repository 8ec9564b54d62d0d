"""The hash of a body, whatever its size: files are read and hashed in a thread."""

from __future__ import annotations

import hashlib

from curlew.model.prepared import FilePart, Payload
from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import SendingError
from curlew.net.reasons import os_reason
from curlew.text import _

LARGE = 64 * 1024
"""More bytes than this are not hashed on the loop's thread."""

_STEP = 1024 * 1024


async def payload_digest(payload: Payload | None, algorithm: str) -> str:
    """Return the hexadecimal hash of a body's bytes, of nothing where there is none. Raise SendingError if a file cannot be read."""
    parts = payload.parts if payload is not None else ()
    if payload is None or (payload.size <= LARGE and not any(isinstance(part, FilePart) for part in parts)):
        return _digest(payload, algorithm)
    return await in_daemon_thread(lambda: _digest(payload, algorithm))


def _digest(payload: Payload | None, algorithm: str) -> str:
    hashing = hashlib.new(algorithm, usedforsecurity=False)
    for part in payload.parts if payload is not None else ():
        if isinstance(part, FilePart):
            _feed_file(hashing, part)
        else:
            hashing.update(part)
    return hashing.hexdigest()


def _feed_file(hashing: hashlib._Hash, part: FilePart) -> None:
    try:
        with part.path.open("rb") as file:
            while piece := file.read(_STEP):
                hashing.update(piece)
    except OSError as error:
        title = _("The file {path} cannot be read").format(path=part.path)
        raise SendingError("file", title, os_reason(error), _("Choose the file again."), "prepare") from error
