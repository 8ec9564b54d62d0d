"""A response of the history beside a live one: what was masked when it was kept is no difference."""

from __future__ import annotations

from dataclasses import replace

from curlew.engine.redact import MASK
from curlew.ui.compare.side import Side
from curlew.ui.documents.compare_page import ComparePage
from helpers.exchanges import a_response, an_exchange


def test_what_the_history_masked_is_no_difference(ui, qtbot):
    page = ComparePage(ui, "List pets")
    qtbot.addWidget(page)
    kept, live = (
        Side(an_exchange(a_response(b"{}", headers=(("Set-Cookie", f"session={value}; Path=/"), ("X-Token", token)))), label)
        for label, value, token in (("A", MASK, MASK), ("B", "abcdef123", "sesame-open"))
    )
    live = replace(live, exchange=replace(live.exchange, secrets=("sesame-open",)))
    page.show_sides(kept, live)
    page.view.parts.chosen.emit("headers")
    qtbot.waitUntil(lambda: page._task is None or page._task.done(), timeout=10_000)
    assert page.outcome.comparison.counts == {}
    assert f"session={MASK}" in page.view.diff.line(1).b.text
