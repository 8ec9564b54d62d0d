"""A body as text laid out and coloured for reading."""

from __future__ import annotations

from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.shown_body import format_text
from curlew.ui.response.views.text_body import TextBody


class PrettyView(TextBody):
    """The first screen early, the whole later; broken text as far as it goes, with a note of what is wrong."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _("Response body"))

    def _show(self, opened: Opened) -> None:
        self._tasks.start(self._lay_out(opened), _("Formatting the body"))

    async def _lay_out(self, opened: Opened) -> None:
        language, started = self._language, False

        def first(data: bytes) -> None:
            nonlocal started
            started = True
            self.pane.set_text(data, language)

        pretty = await format_text(opened.text, language, first)  # type: ignore[arg-type]
        self.pane.set_text(pretty.data, language, keep_place=started)
        self._placed(pretty.notes)
