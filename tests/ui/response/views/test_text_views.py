"""A body as text: laid out, or as it came."""

import pytest

from curlew.preview.opened import Opened
from curlew.ui.response.views.pretty_view import PrettyView
from curlew.ui.response.views.raw_view import RawView

RAW = b'{"a":1.10,"b":[1,2]}'


@pytest.fixture
def show(ui, qtbot):
    def shown(make, opened, width=600):
        view = make(ui)
        qtbot.addWidget(view)
        view.resize(width, 400)
        view.show()
        with qtbot.waitSignal(view.shown):
            view.show_body(opened)
        return view

    return shown


def test_pretty_lays_json_out_and_raw_shows_it_as_it_came(show):
    pretty, raw = show(PrettyView, Opened.of_text(RAW, "json")), show(RawView, Opened.of_text(RAW, "json"))
    assert bytes(pretty.pane.view.source.data) == b'{\n  "a": 1.10,\n  "b": [\n    1,\n    2\n  ]\n}'
    assert bytes(raw.pane.view.source.data) == RAW


def test_the_foot_tells_where_the_caret_is_and_what_is_selected(show):
    view = show(PrettyView, Opened.of_text(RAW, "json"))
    view.set_facts("decoded from 9.1 MB gzip")
    view.pane.view.select(4, 9)
    assert view.foot.place.text() == "Ln 2, Col 8"
    assert view.foot.selected.text() == "5 characters selected"
    assert view.foot.charset.text() == "UTF-8"
    assert view.foot.came.text() == "decoded from 9.1 MB gzip"


def test_where_there_is_little_room_the_place_stays(show):
    view = show(PrettyView, Opened.of_text(RAW, "json"), width=350)
    view.set_facts("decoded from 9.1 MB gzip")
    assert view.foot.place.isVisible()
    assert not view.foot.came.isVisible()
