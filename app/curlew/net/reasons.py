"""Reasons of the operating system and of TLS, in plain words."""

from __future__ import annotations

import errno
import os
import socket

from curlew.net.errors import ConnectingError, code_of
from curlew.text import _


def os_reason(error: BaseException) -> str:
    """Return why a system call failed; never empty, never a class name."""
    if isinstance(error, socket.gaierror):
        return _gai_reason(error)
    code = getattr(error, "errno", None)
    known = {
        errno.ECONNREFUSED: _("Connection refused: nothing listens there."),
        errno.ECONNRESET: _("The other side reset the connection."),
        errno.EPIPE: _("The other side closed the connection."),
        errno.ETIMEDOUT: _("No answer within the system’s time limit."),
        errno.EHOSTUNREACH: _("No route to that host."),
        errno.ENETUNREACH: _("That network cannot be reached from here."),
        errno.EADDRNOTAVAIL: _("That address cannot be connected to."),
        errno.EACCES: _("This machine does not allow it."),
        errno.EMFILE: _("Too many connections or files are open."),
    }
    if code in known:
        return known[code]
    if isinstance(code, int) and code > 0:
        return os.strerror(code) + "."
    return str(error) or _("The system gave no reason.")


def _gai_reason(error: socket.gaierror) -> str:
    if error.errno == socket.EAI_AGAIN:
        return _("The name server did not answer, or cannot be reached.")
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
        return _("No address is known for that name.")
    return (error.strerror or _("The name look-up failed")) + "."


def connect_failure(host: str, port: int, failed: dict[str, OSError]) -> ConnectingError:
    """Return the error for a host none of whose addresses answered; `failed` maps each address to what the system said."""
    refused = bool(failed) and all(isinstance(error, ConnectionRefusedError) for error in failed.values())
    reason = "\n".join(f"{address}: {os_reason(error)}" for address, error in failed.items())
    code = ", ".join(dict.fromkeys(code_of(error) for error in failed.values()))
    where = f"{host}:{port}"
    if refused:
        hint = _("Is the server running, and is the port right?")
        return ConnectingError("refused", _("{where} refused the connection").format(where=where), reason, hint, "connect", code=code)
    hint = _("Check the address, and whether a firewall or VPN stands between.")
    return ConnectingError("connect", _("{where} could not be reached").format(where=where), reason, hint, "connect", code=code)
