"""A person's settings: one table of what there is, one JSON file of what differs from the defaults."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curlew.errors import StorageError, UsageError
from curlew.model.events import Announcer
from curlew.registry import Registry
from curlew.storage import jsonfile
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `page` groups it, `label` and `about` tell a person; the default's type is the setting's type.

    choices: (value, label) pairs where only those are possible; least, most: bounds of a number; unit: shown after it.
    kind: what a text is: `text`, `proxy` (an address), `files` (one a line), `certificates` (JSON), `none` (no row of its own).
    """

    id: str
    page: str
    label: str
    default: bool | int | str
    about: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 2**31 - 1
    unit: str = ""
    kind: str = "text"

    def accepts(self, value: object) -> bool:
        """Whether a value can be this setting's."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, int) and not isinstance(value, bool):
            return self.least <= value <= self.most
        return not self.choices or value in {choice for choice, _label in self.choices}


def table() -> Registry[Setting]:
    """Return every setting, in the order in which people see them."""
    themes = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
    return Registry(
        [
            Setting("look.theme", "look", _("Theme"), "system", _("Colours of the window"), themes),
            Setting("look.zoom", "look", _("Zoom"), 100, _("Size of all text"), least=50, most=300, unit="%"),
            Setting("editor.wrap", "editor", _("Wrap long lines"), True, _("In bodies and other long texts")),
            Setting("editor.font_size", "editor", _("Font size"), 13, _("Of code and bodies"), least=8, most=40, unit="px"),
            Setting(
                "send.timeout_ms",
                "requests",
                _("Time limit"),
                0,
                _("Of a whole send; 0 for none"),
                most=86_400_000,
                unit="ms",
            ),
            Setting(
                "send.connect_timeout_ms",
                "requests",
                _("Time limit for connecting"),
                30_000,
                _("Of one try; 0 for none"),
                most=86_400_000,
                unit="ms",
            ),
            Setting("send.follow_redirects", "requests", _("Follow redirects"), True, _("Requests can set their own")),
            Setting("send.max_redirects", "requests", _("Redirects at most"), 5, "", most=100),
            Setting("send.max_body_mb", "requests", _("Ask before a body larger than"), 100, _("Unpacked; 0 for no limit"), unit="MB"),
            Setting("send.send_cookies", "requests", _("Send cookies"), True, _("Of the jar of the workspace and environment")),
            Setting("send.store_cookies", "requests", _("Store cookies"), True, _("Keep what servers set")),
            *_network(),
            Setting("history.keep", "data", _("Sends kept in the history"), 500, _("Bodies up to 1 MB each"), most=5000),
            Setting("shortcuts.changed", "shortcuts", _("Changed shortcuts"), "", _("Keys by command, as JSON"), kind="none"),
            Setting("session.restore", "general", _("Reopen what was open"), True, _("Tabs and the place in them, at the next start")),
        ]
    )


def _network() -> tuple[Setting, ...]:
    """Return the settings of how servers are reached, and which are trusted."""
    http = (("auto", _("Automatic")), ("1.1", "HTTP/1.1"), ("2", "HTTP/2"))
    proxies = (("system", _("As the system")), ("none", _("No proxy")), ("manual", _("This one")))
    versions = tuple((version, f"TLS {version}") for version in ("1.0", "1.1", "1.2", "1.3"))
    return (
        Setting("send.http_version", "network", _("HTTP version"), "auto", _("Automatic: what the server offers"), http),
        Setting(
            "send.proxy",
            "network",
            _("Proxy"),
            "system",
            _("What requests go through; collections and requests can set their own"),
            proxies,
        ),
        Setting(
            "send.proxy_url", "network", _("Address of the proxy"), "", _("Such as http://proxy:3128 or socks5://proxy:1080"), kind="proxy"
        ),
        Setting("send.proxy_user", "network", _("User of the proxy"), "", _("Empty for none")),
        Setting(
            "send.proxy_bypass", "network", _("Without the proxy"), "", _("Hosts with commas between: localhost, .example.com, 10.0.0.0/8")
        ),
        Setting(
            "send.verify_tls", "network", _("Verify TLS certificates"), True, _("Uses the certificates of this system, and those below")
        ),
        Setting("send.min_tls", "network", _("TLS at least"), "1.2", _("Older versions are broken"), versions),
        Setting("send.ca_files", "network", _("Own certificate authorities"), "", _("PEM files to trust as well"), kind="files"),
        Setting("send.certificates", "network", _("Client certificates"), "", _("What to show to which hosts"), kind="certificates"),
    )


class SettingsStore:
    """Settings in memory, with a file that is written whole. Values that the table does not accept count as the default.

    `problems` says in words what was wrong with the file. `save` may be called on any thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.table = table()
        self.changed: Announcer[str] = Announcer()
        self.problems: list[str] = []
        self._values: dict[str, Any] = jsonfile.read_mapping(path, self.problems)
        self._lock = threading.Lock()
        for setting in self.table:
            if setting.id in self._values and not setting.accepts(self._values[setting.id]):
                self.problems.append(_("{label} has a value that it cannot have; the default counts").format(label=setting.label))

    def get(self, setting_id: str) -> Any:
        """Return the value; raises KeyError for an unknown setting."""
        setting = self.table[setting_id]
        value = self._values.get(setting_id, setting.default)
        return value if setting.accepts(value) else setting.default

    def flag(self, setting_id: str) -> bool:
        return bool(self.get(setting_id))

    def number(self, setting_id: str) -> int:
        return int(self.get(setting_id))

    def word(self, setting_id: str) -> str:
        return str(self.get(setting_id))

    def is_default(self, setting_id: str) -> bool:
        return bool(self.get(setting_id) == self.table[setting_id].default)

    def set(self, setting_id: str, value: bool | int | str, source: object = None) -> None:
        """Change a value in memory and announce its id; `save` writes. Raises UsageError for a value that it cannot have."""
        setting = self.table[setting_id]
        if not setting.accepts(value):
            raise UsageError(_("{label} cannot be {value}").format(label=setting.label, value=value))
        if self._values.get(setting_id, setting.default) == value:
            return
        with self._lock:
            self._values[setting_id] = value
            if value == setting.default:
                del self._values[setting_id]
        self.changed.announce(setting_id, source)

    def reset(self, setting_id: str, source: object = None) -> None:
        self.set(setting_id, self.table[setting_id].default, source)

    def values(self) -> Mapping[str, Any]:
        """Return what differs from the defaults, with keys of newer versions as they were."""
        with self._lock:
            return dict(self._values)

    def save(self) -> None:
        """Write the file, with fsync: not on the window's thread. A file that cannot be written is told in `problems`."""
        try:
            jsonfile.write_json(self.path, self.values())
        except StorageError as error:
            self.problems.append(str(error))
