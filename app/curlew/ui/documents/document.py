"""An open tab: its page once it was shown, and what opens it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curlew.ui.documents.page import Page
from curlew.ui.documents.tab_bar import TabLook


@dataclass(slots=True, eq=False)
class Document:
    """A tab. `page` is None until it is shown for the first time; `descriptor` and `state` are JSON.

    id: tells documents apart as long as Curlew runs, whatever becomes of their page.
    """

    key: str
    look: TabLook
    descriptor: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    preview: bool = False
    page: Page | None = None

    def remember(self) -> None:
        """Take over what the page says of itself."""
        if self.page is not None:
            self.key = self.page.key
            self.look = self.page.look()
            self.descriptor = self.page.descriptor()
            self.state = self.page.state()

    def to_json(self) -> dict[str, Any]:
        self.remember()
        look = {"title": self.look.title[:300], "method": self.look.method, "icon": self.look.icon}
        return {"key": self.key, "look": look, "open": self.descriptor, "state": self.state, "preview": self.preview}

    @classmethod
    def from_json(cls, kept: object) -> Document | None:
        """Return a document without a page; None for what no version of Curlew wrote."""
        if not isinstance(kept, Mapping) or not isinstance(kept.get("open"), Mapping) or not isinstance(kept.get("look"), Mapping):
            return None
        look = {name: str(kept["look"].get(name, "")) for name in ("title", "method", "icon")}
        state = kept.get("state")
        return cls(
            str(kept.get("key", "")),
            TabLook(look["title"], look["method"], look["icon"]),
            dict(kept["open"]),
            dict(state) if isinstance(state, Mapping) else {},
            bool(kept.get("preview")),
        )
