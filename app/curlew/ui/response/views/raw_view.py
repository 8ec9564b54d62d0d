"""A body as the text that came, coloured."""

from __future__ import annotations

from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.text_body import TextBody


class RawView(TextBody):
    """Every character as it came."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _("Response body as it came"))

    def _show(self, opened: Opened) -> None:
        self._placed(opened.text)
