"""Certificates that a person trusts for one host and port each, on this machine, whatever is wrong with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from curlew.engine.disk import Disk
from curlew.model.events import Announcer
from curlew.model.exchange import Certificate
from curlew.storage import jsonfile


@dataclass(frozen=True, slots=True)
class Trust:
    """One trusted certificate. fingerprint: SHA-256 in lower-case hex; not_after: seconds since the epoch."""

    host: str
    port: int
    fingerprint: str
    subject: str = ""
    not_after: float = 0.0

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def pin(self) -> str:
        """The entry for `SendSettings.pinned`."""
        return f"{self.place}={self.fingerprint}"

    @property
    def shown(self) -> str:
        pairs = [self.fingerprint[at : at + 2].upper() for at in range(0, len(self.fingerprint), 2)]
        return f"{self.subject}\nSHA-256 {':'.join(pairs)}".strip()


class Trusted:
    """Kept in one file of the profile, never in a workspace. `changed` announces each change."""

    def __init__(self, file: Path, disk: Disk) -> None:
        self._file = file
        self._disk = disk
        self._entries: tuple[Trust, ...] = ()
        self.changed: Announcer[None] = Announcer()

    def load(self) -> None:
        """Read the file (before the loop's work begins); entries of another shape are passed over."""
        noted = jsonfile.read_mapping(self._file, []).get("trusted", ())
        found = []
        for entry in noted if isinstance(noted, list) else ():
            try:
                found.append(Trust(str(entry["host"]), int(entry["port"]), str(entry["fingerprint"]), str(entry.get("subject", ""))))
            except (TypeError, KeyError, ValueError, AttributeError):
                continue
        self._entries = tuple(found)

    def entries(self) -> tuple[Trust, ...]:
        return self._entries

    def pins(self) -> tuple[str, ...]:
        return tuple(entry.pin for entry in self._entries)

    def trust(self, host: str, port: int, certificate: Certificate) -> None:
        """Trust a certificate for a host and port from now on, in place of another one for the same."""
        name = host.lower().rstrip(".")
        rest = tuple(entry for entry in self._entries if (entry.host, entry.port) != (name, port))
        self._keep((*rest, Trust(name, port, certificate.fingerprint.lower(), certificate.subject, certificate.not_after)))

    def forget(self, entry: Trust) -> None:
        self._keep(tuple(other for other in self._entries if other != entry))

    def _keep(self, entries: tuple[Trust, ...]) -> None:
        self._entries = entries
        noted = {"trusted": [asdict(entry) for entry in entries]}
        self._disk.later(lambda: jsonfile.write_json(self._file, noted))
        self.changed.announce(None)
