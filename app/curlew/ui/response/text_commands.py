"""Commands of the window for the text in front: going to a line, folding. The text itself listens to the same keys."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.body_tab import BodyTab
from curlew.ui.widgets.hex_view import HexPane
from curlew.ui.widgets.text_view import TextPane

COMMANDS = ("body.go_to_line", "body.fold_all", "body.unfold_all")


def run(command: str, ui: Ui, body: BodyTab) -> None:
    """Do one of the commands in the text with the keyboard, else in that of the view in front; say so where there is none."""
    pane = _pane(body)
    if command == "body.go_to_line" and pane is not None:
        pane.open_go_to()
    elif isinstance(pane, TextPane) and command == "body.fold_all":
        pane.view.folding.close_below(0)
    elif isinstance(pane, TextPane) and command == "body.unfold_all":
        pane.view.folding.open_all()
    else:
        ui.notify("info", _("This view has no lines of text"), hint=_("Look at the body as Pretty or Raw for that."))


def _pane(body: BodyTab) -> TextPane | HexPane | None:
    """Return the text with the keyboard, else that of the view in front."""
    at = QApplication.focusWidget()
    while at is not None and not isinstance(at, TextPane):
        at = at.parentWidget()
    found = at if at is not None or not body.isVisible() else getattr(body.front, "pane", None)
    return found if isinstance(found, (TextPane, HexPane)) else None
