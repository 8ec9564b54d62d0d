"""What people do with the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from curlew.model.request import Request
from helpers.looping import run
from helpers.whole_window import key, type_text, whole_window


def test_tab_leads_from_the_url_into_the_headers_and_typing_begins_there(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        above = run(bench.session.add_collection("Birds"))
        item = run(bench.session.add_request(above, Request(name="one", url="http://127.0.0.1/")))
        bench.documents.open_item(item)
        page = bench.documents.current
        qtbot.waitUntil(lambda: page._base is not None)
        page.focus_first()
        for step in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Tab):  # past Cookies
            key(step)
        type_text("X-Bird")
        key(Qt.Key.Key_Tab)
        type_text("curlew")
        key(Qt.Key.Key_Return)
        assert [(row.name, row.value) for row in page.request.headers] == [("X-Bird", "curlew")]
