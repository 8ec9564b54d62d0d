"""For every test: Qt without a screen (journeys start programs of their own on a real one), and a profile that is nobody's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Before any test imports Qt. Workers of a parallel run would take the keyboard from each other on one shared display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["CURLEW_HOME"] = str(Path(tempfile.gettempdir()) / f"curlew-tests-{os.getpid()}")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # no test may touch the keyring of whoever runs it
for name in ("CURLEW_TRACEBACK", "SSL_CERT_FILE", "SSL_CERT_DIR", "LANGUAGE"):
    os.environ.pop(name, None)
os.environ["LC_ALL"] = "C.UTF-8"
