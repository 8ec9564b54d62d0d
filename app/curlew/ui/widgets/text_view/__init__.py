"""A view of text of any size: only what is visible is laid out and painted."""

from curlew.ui.widgets.text_view.pane import TextPane
from curlew.ui.widgets.text_view.view import TextView

__all__ = ["TextPane", "TextView"]
