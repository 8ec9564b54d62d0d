"""How Curlew's own echo server is found and recognised: its port, its line when ready, its self-description."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass

from curlew import __version__

NAME = "curlew-echo"
DEFAULT_PORT = 28753  # C U R L E on a telephone's keys; registered to nobody, below the systems' ephemeral ranges
DEFAULT_TLS_PORT = DEFAULT_PORT + 1
IDENTITY_PATH = "/_curlew"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a running echo server says of itself."""

    version: str
    pid: int


def base_url(port: int = DEFAULT_PORT) -> str:
    """Return the address as `{{base}}` holds it, without a slash at the end."""
    return f"http://{HOST}:{port}"


def secure_url(port: int = DEFAULT_TLS_PORT) -> str:
    """Return the address of the port with TLS; by name, as certificates are checked by name."""
    return f"https://localhost:{port}"


def ready_line(port: int) -> str:
    """Return the one line that the server prints when it listens; `address_in` reads it."""
    return f"Curlew echo server listening at {base_url(port)}"


def secure_line(port: int) -> str:
    """Return the line that follows where there is a port with TLS; `secure_address_in` reads it."""
    return f"With TLS at {secure_url(port)}"


def secure_address_in(line: str) -> str:
    """Return the address with TLS in such a line; empty if the line is another one."""
    _, found, address = line.strip().rpartition(" at ")
    return address if found and address.startswith("https://localhost:") else ""


def address_in(line: str) -> str:
    """Return the base address in a ready line; empty if the line is another one."""
    _, found, address = line.strip().rpartition(" at ")
    return address if found and address.startswith(f"http://{HOST}:") else ""


def identify(port: int = DEFAULT_PORT, timeout: float = 0.5) -> Identity | None:
    """Ask who listens on a port of this machine; None if nobody does or it is no Curlew echo server. Blocks up to `timeout` seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", IDENTITY_PATH)
        answer = connection.getresponse()
        said = json.loads(answer.read(10_000)) if answer.status == 200 else None
        if isinstance(said, dict) and said.get("name") == NAME:
            return Identity(str(said.get("version", "")), int(said.get("pid", 0)))
    except (OSError, http.client.HTTPException, ValueError, TypeError):
        return None
    finally:
        connection.close()
    return None


def describe_self(pid: int) -> dict[str, object]:
    """Return what the server answers at IDENTITY_PATH."""
    return {"name": NAME, "version": __version__, "pid": pid}
