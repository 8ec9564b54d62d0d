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


def test_what_a_pasted_command_says_in_secret_fields_goes_where_typed_secrets_go(theme, tmp_path: Path, qtbot):
    home = tmp_path / "home"
    with whole_window(theme, home) as bench:
        press("Ctrl+T")
        pasted = bench.documents.current
        pasted.editor.focus_url()
        QApplication.clipboard().setText("curl -u bob:hunter2-canary --digest http://127.0.0.1:9/x")
        press("Ctrl+V")
        qtbot.waitUntil(lambda: pasted.request.auth is not None and pasted.request.auth.kind == "digest")
        bench.openers.take_curl("curl -u bob:hunter3-canary http://127.0.0.1:9/y")
        opened = bench.documents.current
        assert opened is not pasted
        secrets = bench.session.secrets
        for page, value in ((pasted, "hunter2-canary"), (opened, "hunter3-canary")):
            assert page.request.auth.text("username") == "bob"
            assert page.request.auth.text("password") == ""
            assert secrets.get(page.editor.secret_place(), "auth.password") == value
        QApplication.clipboard().setText("curl -u eve:other-canary http://127.0.0.1:9/z")
        pasted.editor._paste_curl(QApplication.clipboard().text())
        assert secrets.get(pasted.editor.secret_place(), "auth.password") == "hunter2-canary", "undoing sends the one that belongs"
        pasted.editor.undo()
        pasted.keep_draft()
        opened.keep_draft()
        bench.session.drafts.flush(2)
    on_disk = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"127.0.0.1:9/y" in on_disk
    assert b"-canary" not in on_disk


def test_the_secrets_of_a_request_without_a_file_come_back_with_its_tab_and_go_with_its_draft(theme, tmp_path: Path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        bench.openers.take_curl("curl -u bob:hunter2-canary http://127.0.0.1:9/x")
        first = bench.documents.current
        place = first.editor.secret_place()
        bench.documents.close_current()
        bench.documents.reopen()
        qtbot.waitUntil(lambda: bench.documents.current is not None and bench.documents.current is not first)
        again = bench.documents.current
        assert again.editor.secret_place() == place == f"scratch:{again.descriptor()['draft']}"
        secrets = bench.session.secrets
        assert secrets.get(place, "auth.password") == "hunter2-canary"
        bench.documents.close_current()
        for _number in range(26):
            bench.openers.take_curl("curl http://127.0.0.1:9/y")
            bench.documents.close_current()
        assert not secrets.knows(place), "no tab can bring it back"
