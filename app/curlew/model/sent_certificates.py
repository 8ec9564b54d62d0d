"""Client certificates as files hold them: of a collection (`config.clientCertificates`) and of an environment, in the standard's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from curlew.model.inherit import Surroundings
from curlew.model.prepared import ClientCertificate
from curlew.model.proxying import text_of, truth

KINDS = ("pem", "pkcs12")

Fill = Callable[[str], str]


def certificates_for(around: Surroundings, fill: Fill) -> tuple[ClientCertificate, ...]:
    """Return the certificates that may be shown to servers: the environment's before the collection's. Paths stay as written."""
    entries = [*_entries(around)]
    return tuple(filter(None, (certificate_from(entry, fill) for entry in entries))) if entries else ()


def _entries(around: Surroundings) -> Iterator[Mapping[str, Any]]:
    for environment in (around.environment, around.workspace):
        if environment is not None:
            yield from environment.client_certificates
    for above in around.above:
        yield from listed(above.config)


def listed(config: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the entries of a collection's list; none where it is no list of mappings."""
    found = config.get("clientCertificates")
    return tuple(entry for entry in found if isinstance(entry, Mapping)) if isinstance(found, (list, tuple)) else ()


def certificate_from(entry: Mapping[str, Any], fill: Fill = lambda text: text) -> ClientCertificate | None:
    """Return the certificate that an entry describes; None where it is switched off, or names no host or no file."""
    kind = text_of(entry, "type") or "pem"
    path = fill(text_of(entry, "pkcs12FilePath" if kind == "pkcs12" else "certificateFilePath")).strip()
    host = fill(text_of(entry, "domain")).strip()
    if truth(entry.get("disabled")) or kind not in KINDS or not path or not host:
        return None
    key = "" if kind == "pkcs12" else fill(text_of(entry, "privateKeyFilePath")).strip()
    return ClientCertificate(host, kind, Path(path), Path(key) if key else None, fill(text_of(entry, "passphrase")))


def is_for(pattern: str, host: str, port: int) -> bool:
    """Whether a certificate's pattern (`api.example.com`, `*.example.com`, `host:8443`) takes a host; `*` stands for anything, dots too."""
    wanted = pattern.lower().removeprefix("https://").strip("/")
    name = host.lower().rstrip(".")
    whole = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    shape = re.escape(wanted).replace(r"\*", ".*")
    return re.fullmatch(shape, whole) is not None or re.fullmatch(shape, name) is not None
