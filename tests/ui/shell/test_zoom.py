"""Zoom: every text follows it at once, also in what is styled by the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from curlew.ui.theme import Theme
from helpers.whole_window import press, whole_window


def heights(window, theme: Theme) -> dict[str, int]:
    shown = [each for kind in (QLabel, QLineEdit) for each in window.findChildren(kind) if each.isVisible()]
    return {
        f"{type(each).__name__} {each.text() or each.placeholderText()}": each.fontMetrics().height()
        for each in shown
        if isinstance(each, QLineEdit) or each.text()
    }


def test_texts_follow_the_zoom_there_and_back(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        panel = bench.panels.show_panel("environments")
        qtbot.waitUntil(panel.isVisible)
        before = heights(bench.window, theme)
        for _ in range(3):
            press("Ctrl+=")
        qtbot.waitUntil(lambda: bench.window.updatesEnabled())
        larger = heights(bench.window, theme)
        assert {name for name, height in larger.items() if height <= before[name] * 1.15} == set()
        press("Ctrl+0")
        qtbot.waitUntil(lambda: bench.window.updatesEnabled())
        assert heights(bench.window, theme) == before
