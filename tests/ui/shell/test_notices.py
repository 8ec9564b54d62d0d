"""Notices have room for what they say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from curlew.ui.shell.notices import NoticeCard, Notices


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    return window


@pytest.mark.parametrize("count", [1, 2, 4])
def test_notices_that_come_at_once_are_as_high_as_their_texts(theme, window, count):
    notices = Notices(theme, window)
    for number in range(count):
        notices(
            "warning",
            f"Title {number}",
            "A reason that takes more than one line, since nobody could be brief about it at all. " * 2,
            "Hint",
        )
    QApplication.processEvents()
    cards = sorted(window.findChildren(NoticeCard), key=lambda card: card.y())
    assert len(cards) == count
    assert all(card.height() >= card.heightForWidth(card.width()) > 60 for card in cards)
    assert all(above.geometry().bottom() < below.y() for above, below in pairwise(cards))
