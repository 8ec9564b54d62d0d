"""The ways to look at a body: one file a view, one line a view in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curlew.preview.opened import Opened
from curlew.registry import Registry
from curlew.text import _
from curlew.ui.response.views.view import BodyView, ViewKind

if TYPE_CHECKING:
    from curlew.ui.context import Ui


def _pretty(ui: Ui) -> BodyView:
    from curlew.ui.response.views.pretty_view import PrettyView

    return PrettyView(ui)


def _raw(ui: Ui) -> BodyView:
    from curlew.ui.response.views.raw_view import RawView

    return RawView(ui)


def _tree(ui: Ui) -> BodyView:
    from curlew.ui.response.views.tree_view import TreeView

    return TreeView(ui)


def _table(ui: Ui) -> BodyView:
    from curlew.ui.response.views.table_view import TableView

    return TableView(ui)


def _votes_table(opened: Opened) -> float:
    if opened.kind not in ("json", "csv", "text") or not _is_text(opened):
        return 0.0
    from curlew.preview.table.look import votes

    return votes(opened)


_PREVIEWED = {"image": 0.95, "parts": 0.92, "form": 0.92, "document": 0.6, "file": 0.2}


def _votes_preview(opened: Opened) -> float:
    from curlew.ui.response.views.preview_view import depicted_as

    return _PREVIEWED.get(depicted_as(opened), 0.0) if len(opened.raw) else 0.0


def _preview(ui: Ui) -> BodyView:
    from curlew.ui.response.views.preview_view import PreviewView

    return PreviewView(ui)


def _hex(ui: Ui) -> BodyView:
    from curlew.ui.response.views.hex_view import HexView

    return HexView(ui)


def _base64(ui: Ui) -> BodyView:
    from curlew.ui.response.views.base64_view import Base64View

    return Base64View(ui)


def _is_text(opened: Opened) -> bool:
    return len(opened.text) > 0


VIEWS: Registry[ViewKind] = Registry(
    [
        ViewKind("pretty", _("Pretty"), lambda opened: 0.9 if _is_text(opened) else 0.0, _pretty),
        ViewKind("tree", _("Tree"), lambda opened: 0.8 if opened.kind in ("json", "xml") and _is_text(opened) else 0.0, _tree),
        ViewKind("table", _("Table"), _votes_table, _table),
        ViewKind("raw", _("Raw"), lambda opened: 0.5 if _is_text(opened) else 0.0, _raw),
        ViewKind("preview", _("Preview"), _votes_preview, _preview),
        ViewKind("hex", _("Hex"), lambda _opened: 0.3, _hex),
        ViewKind("base64", _("Base64"), lambda _opened: 0.1, _base64),
    ]
)
"""In the order of the bar. Votes are asked for each body, in the window's thread: they look at the kind and the first bytes."""


def ranked(opened: Opened) -> tuple[ViewKind, ...]:
    """Return the views that can show a body, the best one first."""
    votes = {kind.id: kind.votes(opened) for kind in VIEWS}
    return tuple(sorted((kind for kind in VIEWS if votes[kind.id] > 0), key=lambda kind: -votes[kind.id]))
