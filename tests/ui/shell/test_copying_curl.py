"""A request on the clipboard as a curl command, and back from there into a new request."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from curlew.model.body import RawBody
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.model.variables import Variable
from curlew.ui.documents.request_page import RequestPage
from helpers.looping import run
from helpers.whole_window import press, whole_window

REQUEST = Request(
    name="Add",
    method="POST",
    url="{{base}}/add?x=1",
    headers=(Row("X-Token", "{{token}}"),),
    body=RawBody("json", '{"it\'s": "$HOME"}'),
    variables=(Variable("base", "http://127.0.0.1:9"), Variable("token", secret=True)),
)


def test_a_request_goes_to_the_clipboard_and_comes_back_when_pasted(theme, tmp_path: Path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        above = run(bench.session.add_collection("Birds"))
        bench.documents.open_item(run(bench.session.add_request(above, REQUEST)), permanent=True)
        page = bench.documents.current
        assert isinstance(page, RequestPage)
        qtbot.waitUntil(lambda: page.request.url == REQUEST.url)
        page.copy_curl()
        command = QApplication.clipboard().text()
        assert "'http://127.0.0.1:9/add?x=1'" in command
        assert "X-Token: {{token}}" in command, "a secret stays as typed"

        press("Ctrl+T")
        pasted = bench.documents.current
        assert isinstance(pasted, RequestPage)
        assert pasted.is_scratch
        pasted.editor.focus_url()
        press("Ctrl+V")
        qtbot.waitUntil(lambda: pasted.request.url == "http://127.0.0.1:9/add?x=1")
        assert (pasted.request.method, pasted.request.body) == ("POST", REQUEST.body)
