"""A short slice of `make view-everything`: evil bodies through every view, with nothing that a person must never see."""

from __future__ import annotations

import pytest

from helpers.evil_bodies import GROUPS
from helpers.evil_files import Evil
from helpers.visiting import Found, Visitor, qt_is_quiet

CHOSEN = {
    "bytes_of_all_sorts": ("empty", "one byte ff", "all bytes as application/json", "random as text/html"),
    "numbers": ("list of 1E400", "lone surrogates", "NDJSON, one line broken"),
    "encodings": ("json said to be utf-16", "UTF-16 lone halves"),
    "packed": ("PEM that is none",),
    "parts": ("multipart, evil heads",),
}


def evil(group: str, name: str) -> Evil:
    return next(one for one in GROUPS[group]() if one.name == name)


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, names in CHOSEN.items() for name in names])
def test_G01_to_H13_any_body_is_shown_in_every_view(ui, qtbot, group, name):
    found = Found()
    with qt_is_quiet(found):
        visitor = Visitor(ui, found)
        qtbot.addWidget(visitor.tab)
        body = evil(group, name)
        visitor.visit(body.name, body.data, body.declared)
        visitor.tab.clear()
    assert found.faults == []
