from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from curlew.model.auth import Auth
from curlew.model.body import BodyVariant, FileBody, GraphQLBody, MultipartBody, RawBody, UnknownBody
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Action, Assertion, Collection, Defaults, Folder, Request, Script, Settings
from curlew.model.rows import FileChoice, Note, Part, Row
from curlew.model.variables import Variable, VariableVariant
from curlew.ui.request.defaults_editor import DefaultsEditor, as_request, with_request
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.file_facts import FileFacts, file_look, size_text
from curlew.ui.request.pages.auth_page import AuthPage
from curlew.ui.request.pages.body_page import BodyPage
from curlew.ui.request.pages.docs_page import DocsPage, SafeBrowser
from curlew.ui.request.pages.scripts_page import ScriptsPage, code_of, with_code
from curlew.ui.request.pages.settings_page import SettingsPage

ABOVE = Surroundings(
    (Above("collection", "API", 1, Defaults(auth=Auth("oauth2"), settings=Settings(timeout=3000, follow_redirects=False))),)
)


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.set_surroundings(ABOVE)
    made.resize(1000, 500)
    made.show()
    yield made
    made.hide()


def opened(editor: RequestEditor, request: Request, tab: str) -> object:
    editor.load(request, None)
    editor.strip.select(tab)
    QApplication.processEvents()
    return editor.page(tab)


def kinds(page: AuthPage) -> list[str]:
    return [one.id for one in page.kinds._model.rows if one.id]


# --- body ---


def body_page(editor: RequestEditor, request: Request) -> BodyPage:
    page = opened(editor, request, "body")
    assert isinstance(page, BodyPage)
    return page


def test_multipart_rows_are_texts_and_files(editor, tmp_path: Path, qtbot) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"x" * 2048)
    parts = (Part("a", "text", ("1",)), Part("b", "file", (str(file),), "image/png"), Part("c", "file", ("missing.pdf",)))
    page = body_page(editor, Request(body=MultipartBody(parts)))
    qtbot.waitUntil(lambda: page.facts.is_missing("missing.pdf"))
    shape = page.editor.table.cells.shape
    value = next(column for column in shape.columns if column.id == "value")
    assert value.look(parts[0]) is None
    assert value.look(parts[1]).badges == ((size_text(2048), "badge", "badge_text"),)
    assert value.look(parts[2]).token == "err"
    page.editor._dropped(0, [str(file), str(file)])
    assert editor.value().body.parts[0] == Part("a", "file", (str(file), str(file)), as_list=True)
    page.editor._trail(0, "value", "close")
    assert editor.value().body.parts[0].values == ()


def test_one_file_of_a_file_body_is_chosen(editor) -> None:
    page = body_page(editor, Request(body=FileBody((FileChoice("a.bin"), FileChoice("b.bin", selected=False)))))
    model = page.editor.table.cells
    model.setData(model.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert [choice.selected for choice in editor.value().body.files] == [False, True]
    page.editor._set_file(2, "c.bin")
    assert [(choice.path, choice.selected) for choice in editor.value().body.files] == [("a.bin", False), ("b.bin", False), ("c.bin", True)]


def test_graphql_has_a_query_and_variables(editor, qtbot) -> None:
    page = body_page(editor, Request(kind="graphql", method="POST", body=GraphQLBody("{ a }", '{"n": 1.0}')))
    page.editor.query.editor.moveCursor(page.editor.query.editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(page.editor.query.editor, "#")
    page.beautify()
    assert editor.value().body == GraphQLBody("{ a }#", '{\n  "n": 1.0\n}')


def test_an_unknown_body_is_shown_as_such_and_kept(editor) -> None:
    body = UnknownBody("protobuf", {"x": 1})
    page = body_page(editor, Request(body=body))
    assert page.editor is None
    assert "protobuf" in page._unknown_text.text()
    assert editor.value().body is body


def test_variants_of_a_body_are_chosen_and_edited(editor, qtbot) -> None:
    variants = (BodyVariant("one", True, RawBody("json", "1")), BodyVariant("two", False, RawBody("text", "2")))
    page = body_page(editor, Request(body=variants[0].body, body_variants=variants))
    page.variants.activated.emit(1)
    assert editor.value().body == RawBody("text", "2")
    qtbot.keyClicks(page.editor.pane.editor, "x")
    assert [one.body.text for one in editor.value().body_variants] == ["1", "2x"]
    assert [one.selected for one in editor.value().body_variants] == [False, True]


def test_a_large_body_is_read_after_a_pause_but_never_lost(editor, qtbot) -> None:
    page = body_page(editor, Request(body=RawBody("text", "line\n" * 60_000)))
    qtbot.keyClicks(page.editor.pane.editor, "x")
    assert editor.value().body.text.startswith("xline")
    assert editor.can_undo()


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (1023, "1023 B"), (2048, "2.0 KB"), (218 * 1024, "218 KB"), (1_500_000, "1.4 MB")])
def test_sizes_are_written_as_people_do(size, text) -> None:
    assert size_text(size) == text


def test_paths_inside_the_collection_are_kept_relative(ui, qapp, tmp_path: Path) -> None:
    facts = FileFacts(ui, qapp)
    facts.set_base(tmp_path)
    assert facts.stored(str(tmp_path / "files" / "a.bin")) == "files/a.bin"
    assert facts.stored("/elsewhere/a.bin") == "/elsewhere/a.bin"
    assert file_look(facts, ()).text == "Choose a file"
    facts.deleteLater()


# --- scripts, docs, settings, variables ---


def test_scripts_are_edited_by_phase_and_keep_their_order() -> None:
    scripts = (Script("before-request", "a"), Script("hooks", "h", {"x": 1}))
    changed = with_code(scripts, "tests", "t")
    assert [script.phase for script in changed] == ["before-request", "tests", "hooks"]
    assert code_of(Request(scripts=changed), "tests") == "t"
    assert with_code(changed, "before-request", "") == (Script("tests", "t"), Script("hooks", "h", {"x": 1}))
    assert with_code(scripts, "hooks", "") == (Script("before-request", "a"), Script("hooks", "", {"x": 1}))
    assert with_code(scripts, "tests", "") == scripts


def test_the_first_phase_with_code_is_shown_and_edited(editor, qtbot) -> None:
    page = opened(editor, Request(scripts=(Script("tests", "x"),)), "scripts")
    assert isinstance(page, ScriptsPage)
    assert page._shown == "tests"
    qtbot.keyClicks(page._panes["tests"].editor, "1")
    assert editor.value().scripts == (Script("tests", "1x"),)


def test_assertions_and_actions_are_tables(editor) -> None:
    action = Action(
        fields={"phase": "after-response", "selector": {"expression": "res.body.id", "method": "jsonq"}, "variable": {"name": "id"}}
    )
    page = opened(editor, Request(assertions=(Assertion("res.status", "eq", "200"),), actions=(action,)), "scripts")
    assert isinstance(page, ScriptsPage)
    page._show_part("assertions")
    model = page.assertion_rows.cells
    model.setData(model.index(0, 2), "neq")
    assert editor.value().assertions[0].operator == "neq"
    page._show_part("actions")
    model = page.action_rows.cells
    model.setData(model.index(0, 1), "petId")
    assert editor.value().actions[0].fields["variable"] == {"name": "petId"}
    assert action.fields["variable"] == {"name": "id"}


def test_docs_are_previewed_without_loading_anything(editor) -> None:
    page = opened(editor, Request(docs=Note("# Title\n\n<b>no</b> ![x](file:///etc/passwd)", "text/markdown")), "docs")
    assert isinstance(page, DocsPage)
    assert page._mode == "preview"
    assert "Title" in page.preview.toPlainText()
    missing = page.preview.loadResource(2, QUrl("file:///etc/passwd"))
    assert isinstance(missing, QImage)
    assert missing.width() == 16, "what stands for a picture that is not there"
    assert page.preview.loadResource(3, QUrl("file:///etc/x.css")) is None
    assert isinstance(page.preview, SafeBrowser)
    page._show_mode("write")
    page.pane.editor.insert_text("New ")
    assert editor.value().docs == Note("New # Title\n\n<b>no</b> ![x](file:///etc/passwd)", "text/markdown")


def test_settings_are_own_or_inherited_and_say_from_where(editor, qtbot) -> None:
    page = opened(editor, Request(), "settings")
    assert isinstance(page, SettingsPage)
    rows = page.rows
    timeout, follow = rows["timeout"].control.editor, rows["followRedirects"].control.editor
    assert isinstance(timeout, QLineEdit)
    assert isinstance(follow, QComboBox)
    assert timeout.placeholderText() == "3000"
    assert rows["timeout"].origin.text() == "from API"
    assert not rows["timeout"]._link.isHidden()
    assert "off" in follow.itemText(0)
    qtbot.keyClicks(timeout, "50")
    follow.activated.emit(1)
    assert (editor.value().settings.timeout, editor.value().settings.follow_redirects) == (50, True)
    assert rows["timeout"].origin.text() == "set here"
    rows["timeout"]._reset.click()
    follow.activated.emit(0)
    assert editor.value().settings == Settings()


def test_settings_that_nobody_sets_come_from_the_program(editor, ui) -> None:
    ui.session.settings.set("send.max_redirects", 9)
    page = opened(editor, Request(), "settings")
    assert isinstance(page, SettingsPage)
    assert page.rows["maxRedirects"].control.editor.placeholderText() == "9"
    assert page.rows["maxRedirects"].origin.text() == "from the settings"


def test_a_list_can_be_none_here_whatever_is_inherited(editor, ui) -> None:
    page = opened(editor, Request(), "settings")
    row = page.rows["trustedHosts"]
    assert row._none.isHidden()
    row.show_value(None, ("a.test",), None, False)
    assert not row._none.isHidden()
    editor.show()
    row._none.setFocus()
    row._none.click()
    assert row.control.lines.hasFocus()
    assert editor.value().settings.own == {"trustedHosts": ()}
    assert (row.origin.text(), row.control.lines.placeholderText()) == ("set here", "none")
    row._reset.click()
    assert editor.value().settings == Settings()


def test_controls_of_settings_stand_below_each_other(editor, qtbot) -> None:
    page = opened(editor, Request(), "settings")
    editor.resize(1100, 700)
    editor.show()
    rows = page.rows

    def rights() -> set[int]:
        return {row.control.editor.mapTo(page, row.control.editor.rect().topRight()).x() for row in rows.values()}

    qtbot.waitUntil(lambda: len(rights()) == 1)


def test_where_client_certificates_are_is_found(editor) -> None:
    page = opened(editor, Request(), "settings")
    page._search.setText("client certificates")
    assert not page.elsewhere.isHidden()
    assert page._nothing.isHidden()
    page._search.setText("redirects")
    assert page.elsewhere.isHidden()


def test_an_explicit_inherit_stays_one(editor) -> None:
    settings = Settings(follow_redirects="inherit", timeout="inherit")
    page = opened(editor, Request(settings=settings), "settings")
    page.rows["followRedirects"].control.editor.activated.emit(0)
    assert editor.value().settings == settings


def test_what_a_file_says_and_cannot_be_is_shown_and_stays(editor) -> None:
    settings = Settings(own={"minTls": "0.9", "later": 1})
    page = opened(editor, Request(settings=settings), "settings")
    assert "stays as it is" in page.rows["minTls"]._problem.text()
    page.rows["asIs"].control.editor.activated.emit(1)
    assert editor.value().settings.own == {"asIs": True, "minTls": "0.9", "later": 1}


def test_lists_and_texts_are_checked_and_a_number_that_is_none_is_not_taken(editor, qtbot) -> None:
    page = opened(editor, Request(), "settings")
    lines = page.rows["resolve"].control.lines
    lines.setFocus()
    qtbot.keyClicks(lines, "a.test:443")
    assert "HOST:PORT:ADDRESS" in page.rows["resolve"]._problem.text()
    qtbot.keyClicks(lines, ":127.0.0.1")
    assert page.rows["resolve"]._problem.isHidden()
    assert editor.value().settings.own["resolve"] == ("a.test:443:127.0.0.1",)
    qtbot.keyClicks(page.rows["idleTimeout"].control.editor, "soon")
    assert "no number" in page.rows["idleTimeout"]._problem.text()
    assert "idleTimeout" not in editor.value().settings.own


def test_a_red_mark_stands_while_certificates_are_not_verified(editor, ui) -> None:
    page = opened(editor, Request(settings=Settings(verify_tls=False)), "settings")
    assert "not verified" in page.unverified.text
    assert editor.strip._badges["settings"] == "err"
    page.unverified._run()
    assert editor.value().settings.verify_tls is True
    assert page.unverified.text == ""
    ui.session.settings.set("send.verify_tls", False)
    page = opened(editor, Request(), "settings")
    page.refresh()
    assert "settings of Curlew" in page.unverified.text


def test_search_finds_settings_by_what_they_do(editor) -> None:
    page = opened(editor, Request(), "settings")
    page._search.setText("redirect another")
    shown = {key for key, row in page.rows.items() if not row.isHidden()}
    assert shown == {"forwardAuthorizationHeader", "bodyElsewhere"}


def test_variables_count_at_once(editor, qtbot) -> None:
    variable = Variable("a", "1", variants=(VariableVariant("x", True, "1"), VariableVariant("y", False, "2")))
    page = opened(editor, Request(url="{{b}}", variables=(variable,)), "vars")
    model = page.rows.table.cells
    model.setData(model.index(0, 2), "9")
    assert editor.value().variables[0].variants[0].value == "9"
    assert editor.source.use("a").value == "9"
    assert not editor.source.is_known("b")
    model.setData(model.index(1, 1), "b")
    assert editor.source.is_known("b")


# --- folders and collections ---


def test_a_folder_keeps_what_its_pages_do_not_show() -> None:
    folder = Folder("Pets", Defaults(headers=(Row("A", "1"),), extra={"x": 1}), Note("d"), tags=("t",), extra={"y": 2})
    assert with_request(folder, as_request(folder)) is folder


def test_a_collection_is_edited_in_the_same_tabs(ui, qtbot) -> None:
    editor = DefaultsEditor(ui)
    qtbot.addWidget(editor)
    collection = Collection("API", defaults=Defaults(variables=(Variable("base", "x"),)))
    editor.load(collection, None)
    editor.show()
    editor.strip.select("auth")
    page = editor.page("auth")
    assert isinstance(page, AuthPage)
    assert kinds(page)[:2] == ["none", "bearer"]
    with qtbot.waitSignal(editor.edited):
        page.kinds.chosen.emit("bearer")
    assert editor.value().defaults.auth == Auth("bearer", {"token": ""})
    assert editor.source.bindings("base")[0].layer.kind == "collection"
    editor.undo()
    assert editor.value() is collection
    editor.hide()


def test_a_folder_inherits_until_it_sets_an_auth(ui, qtbot) -> None:
    editor = DefaultsEditor(ui)
    qtbot.addWidget(editor)
    editor.set_surroundings(ABOVE)
    editor.load(Folder("Pets"), None)
    editor.show()
    editor.strip.select("auth")
    page = editor.page("auth")
    assert isinstance(page, AuthPage)
    assert page.kinds.currentIndex().row() == 0
    assert "none" not in kinds(page)
    assert editor.value() == Folder("Pets")
    editor.hide()


def test_a_password_in_a_proxy_s_address_is_marked_at_its_field(ui, qtbot):
    editor = RequestEditor(ui)
    qtbot.addWidget(editor)
    for address, is_minded in (
        ("http://ada:lovelace-1815@proxy:3128", True),
        ("ada:p@ss@proxy:3128", True),
        ("http://ada:{{proxy_password}}@proxy:3128", False),
        ("http://ada@proxy:3128", False),
        ("http://proxy:3128", False),
        ("system", False),
    ):
        editor.load(Request(url="h", settings=Settings(own={"proxy": address})), None)
        editor.strip.select("settings")
        row = editor.page("settings").rows["proxy"]
        assert bool(row.caution.text()) is is_minded, address
        assert row.caution.isHidden() is not is_minded
        assert "lovelace" not in row.caution.text()
