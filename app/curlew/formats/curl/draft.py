"""What the options of one curl command say, gathered before it becomes a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from curlew.model.rows import Part


@dataclass(slots=True)
class Data:
    """One -d or its kin: `text`, or the path of a `file` that is never read here. glued: joined without `&` (--json)."""

    text: str = ""
    file: str | None = None
    glued: bool = False
    strips_lines: bool = False


@dataclass(slots=True)
class Draft:
    """Options in the order they came, with curl's meaning of each. input_text, input_file: what standard input would be."""

    input_text: str | None = None
    input_file: str | None = None
    method: str = ""
    urls: list[str] = field(default_factory=list)
    url_query: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    removed_headers: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    data: list[Data] = field(default_factory=list)
    as_json: bool = False
    parts: list[Part] = field(default_factory=list)
    upload: str | None = None
    data_as_query: bool = False
    head: bool = False
    user: str | None = None
    auth_kind: str = "basic"
    bearer: str | None = None
    follow: bool | None = None
    forward_authorization: bool | None = None
    max_redirects: float | None = None
    timeout_ms: float | None = None
    insecure: bool = False
    globbing: bool = True
    path_as_is: bool = False
    own: dict[str, Any] = field(default_factory=dict)  # settings by their key, as the model keeps them
    proxy: str = ""
    proxy_user: str | None = None
    kept_statuses: set[str] = field(default_factory=set)
    certificate: str = ""
    aws: str | None = None
    netrc: bool = False
    target: str = ""
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def header(self, name: str) -> str | None:
        """Return the last header of that name, None if there is none."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)

    def set_header(self, name: str, value: str) -> None:
        """Add a header that an option other than -H stands for; a later one replaces an earlier one."""
        self.headers = [header for header in self.headers if header[0].lower() != name.lower()]
        self.headers.append((name, value))
