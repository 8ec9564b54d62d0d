"""For every test: Qt without a screen (journeys start programs of their own on a real one), and a profile that is nobody's."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import Any

# Before any test imports Qt. Workers of a parallel run would take the keyboard from each other on one shared display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["CURLEW_HOME"] = str(Path(tempfile.gettempdir()) / f"curlew-tests-{os.getpid()}")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # no test may touch the keyring of whoever runs it
for name in ("CURLEW_TRACEBACK", "SSL_CERT_FILE", "SSL_CERT_DIR", "LANGUAGE"):
    os.environ.pop(name, None)
os.environ["LC_ALL"] = "C.UTF-8"


def _name_this_machine() -> None:
    """Let the tests' own clients find localhost where no hosts file names it, as in a bare container; the program needs no such help."""
    try:
        socket.getaddrinfo("localhost", 80)
    except OSError:
        ask = socket.getaddrinfo

        def known(host: Any, *rest: Any, **more: Any) -> Any:
            return ask("127.0.0.1" if host == "localhost" else host, *rest, **more)

        socket.getaddrinfo = known


_name_this_machine()
