from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from curlew.engine.session import Change
from curlew.errors import UsageError
from curlew.model.rows import Note
from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable, VariableVariant
from curlew.ui.documents.conflict import MINE, THEIRS, ConflictDialog
from curlew.ui.environments.editor import EnvironmentEditor
from helpers.fake_session import an_environment, pet_shop
from helpers.looping import run
from helpers.ui_over import ui_over

STAGING = Environment(
    "Staging",
    "#b86a00",
    variables=(
        Variable("host", "staging.dev", description=Note("Where")),
        Variable("token", secret=True),
        Variable("level", "high", variants=(VariableVariant("a", False, "low"), VariableVariant("b", True, "high"))),
    ),
    extends="Base",
    extra={"later": [1, 2]},
)
BASE = Environment("Base", variables=(Variable("host", "localhost"), Variable("region", "eu")))


@pytest.fixture
def shop(tmp_path):
    session, ids = pet_shop()
    owner = ids["Petstore API"]
    session.tree.change(owner, path=tmp_path)
    session.files[owner] = [an_environment(tmp_path, BASE), an_environment(tmp_path, STAGING)]
    return session, owner


@pytest.fixture
def editor(theme, notices, shop, qtbot):
    session, owner = shop
    with ui_over(theme, session, notices) as ui:
        editor = EnvironmentEditor(ui, owner, session.files[owner][1])
        qtbot.addWidget(editor)
        editor.resize(1000, 700)
        editor.show()
        yield editor


def put(editor, row, column_id, text):
    columns = [column.id for column in editor.table.cells.shape.columns]
    return editor.table.cells.setData(editor.table.cells.index(row, columns.index(column_id)), text)


def test_shows_without_a_change(editor):
    assert editor.value() == STAGING
    assert not editor.is_dirty
    assert not editor.can_undo()


def test_edits_keep_what_they_do_not_touch(editor, shop):
    session, _owner = shop
    put(editor, 0, "value", "{{base}}.dev")
    editor.head.name.setText("Test")
    editor.head.name.textEdited.emit("Test")
    editor.head.choose_colour("#c92a2a")
    run(editor.save())
    written = session.calls[-1][2]
    assert written.variables[0] == replace(STAGING.variables[0], value="{{base}}.dev")
    assert written == replace(STAGING, name="Test", color="#c92a2a", variables=written.variables)
    assert not editor.is_dirty


def test_the_last_row_becomes_a_variable(editor):
    put(editor, 3, "name", "added")
    assert editor.value().variables[3] == Variable("added")


def test_a_variable_with_variants_changes_the_selected_one(editor):
    put(editor, 2, "value", "higher")
    assert [variant.value for variant in editor.value().variables[2].variants] == ["low", "higher"]


class TestSecrets:
    def test_a_value_stays_in_memory(self, editor, shop):
        session, owner = shop
        put(editor, 1, "value", "s3cret")
        assert session.secret_value(owner, "Staging", "token") == "s3cret"
        assert not editor.is_dirty
        assert "s3cret" not in repr(editor.value())

    def test_a_value_is_dots_until_it_is_shown(self, editor, shop):
        _session, _owner = shop
        put(editor, 1, "value", "s3cret")
        column = next(column for column in editor.table.cells.shape.columns if column.id == "value")
        row = editor.table.rows()[1]
        assert "s3cret" not in column.look(row).text
        assert editor.table.cells.index(1, 2).data() == "••••••"
        editor.table.trail_clicked.emit(1, "value", "eye")
        assert column.look(row).text == "s3cret"
        editor.table.trail_clicked.emit(1, "value", "copy")
        assert QGuiApplication.clipboard().text() == "s3cret"

    def test_switching_on_takes_the_value_out_of_the_file(self, editor, shop):
        session, owner = shop
        put(editor, 0, "secret", "1")
        assert editor.value().variables[0].secret
        assert editor.value().variables[0].value == ""
        assert session.secret_value(owner, "Staging", "host") == "staging.dev"
        put(editor, 0, "secret", "")
        assert editor.value().variables[0].value == "staging.dev"

    def test_a_value_follows_its_name(self, editor, shop):
        session, owner = shop
        put(editor, 1, "value", "s3cret")
        put(editor, 1, "name", "key")
        assert session.secret_value(owner, "Staging", "key") == "s3cret"

    def test_values_follow_a_new_name_of_the_environment(self, editor, shop):
        session, owner = shop
        put(editor, 1, "value", "s3cret")
        editor.head.name.setText("Test")
        editor.head.name.textEdited.emit("Test")
        run(editor.save())
        assert session.secret_value(owner, "Test", "token") == "s3cret"

    def test_the_caption_says_how_long_they_are_kept(self, editor):
        assert "never written to environments/staging.yml" in editor._caption.text()


class TestInherited:
    def test_rows_of_the_base_are_read_only_and_overridden_ones_marked(self, editor):
        (section,) = editor._sections
        assert [(row.name, row.overridden) for row in section.table.rows()] == [("host", True), ("region", False)]
        assert not section.table.cells.flags(section.table.cells.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
        assert editor._counts.text() == "3 on, 0 off, 1 inherited"

    def test_pills_know_inherited_names(self, editor):
        assert editor._variables.is_known("region")
        assert not editor._variables.is_known("nowhere")

    def test_the_base_can_be_opened(self, editor, qtbot):
        with qtbot.waitSignal(editor.open_requested) as caught:
            editor._sections[0].open_requested.emit(editor._sections[0].source.file)
        assert caught.args[1].name == "Base"

    def test_a_change_of_the_base_is_followed(self, editor, shop):
        session, owner = shop
        session.files[owner][0] = replace(session.files[owner][0], value=replace(BASE, variables=()))
        session.changed.announce(Change("environments", (owner,)))
        assert editor._counts.text() == "3 on, 0 off"

    def test_an_env_file_is_read(self, editor, qtbot, tmp_path):
        (tmp_path / ".env").write_text("AWS_REGION=eu-west-1\nhost=x\n")
        editor.head.dotenv.setText(".env")
        editor.head.dotenv.textEdited.emit(".env")
        qtbot.waitUntil(lambda: len(editor._sections) == 2)
        assert [(row.name, row.overridden) for row in editor._sections[1].table.rows()] == [("AWS_REGION", False), ("host", True)]

    def test_an_env_file_outside_of_the_collection_is_not_read(self, editor, qtbot, tmp_path):
        (tmp_path.parent / "outside.env").write_text("A=1\n")
        editor.head.dotenv.setText("../outside.env")
        editor.head.dotenv.textEdited.emit("../outside.env")
        qtbot.waitUntil(lambda: editor.head._said.text() == "No values found there")
        assert len(editor._sections) == 1


class TestUndo:
    def test_typing_in_one_cell_is_one_step(self, editor):
        for text in ("a", "ab", "abc"):
            put(editor, 0, "value", text)
        put(editor, 0, "name", "server")
        editor.undo()
        assert editor.value().variables[0].name == "host"
        editor.undo()
        assert editor.value() == STAGING
        assert not editor.is_dirty
        editor.redo()
        editor.redo()
        assert (editor.value().variables[0].name, editor.value().variables[0].value) == ("server", "abc")


class TestDrafts:
    def test_A06_what_was_typed_is_kept_until_it_is_saved(self, editor, shop):
        session, _owner = shop
        put(editor, 0, "value", "typed.dev")
        (draft,) = session.drafts.held.values()
        assert (draft.value, draft.path, draft.base_hash) == (editor.value(), editor.file.path, editor.file.hash)
        run(editor.save())
        assert not session.drafts.held

    def test_undoing_everything_leaves_no_draft(self, editor, shop):
        session, _owner = shop
        put(editor, 0, "value", "typed.dev")
        editor.undo()
        assert not session.drafts.held

    def test_a_draft_comes_back_unsaved(self, editor, shop, qtbot):
        session, owner = shop
        put(editor, 0, "value", "typed.dev")
        again = EnvironmentEditor(editor._ui, owner, session.files[owner][1])
        qtbot.addWidget(again)
        assert again.is_dirty
        assert again.value().variables[0].value == "typed.dev"
        run(again.save())
        assert not session.drafts.held

    def test_a_draft_of_an_older_file_asks_before_it_is_saved(self, editor, shop, qtbot):
        session, owner = shop
        put(editor, 0, "value", "typed.dev")
        newer = replace(session.files[owner][1], hash="newer")
        session.files[owner][1] = newer
        again = EnvironmentEditor(editor._ui, owner, newer)
        qtbot.addWidget(again)
        assert again.file.hash != "newer"


class TestSaving:
    def test_nothing_is_saved_without_a_name(self, editor, shop):
        session, _owner = shop
        editor.head.name.setText(" ")
        editor.head.name.textEdited.emit(" ")
        with pytest.raises(UsageError):
            run(editor.save())
        assert not session.calls

    def conflict(self, editor, shop, qtbot, answer):
        """Let somebody else save first, and answer the question."""
        session, owner = shop
        path = editor.file.path
        path.parent.mkdir(exist_ok=True)
        path.write_text("name: Staging\nvariables:\n- name: host\n  value: theirs.dev\n")
        held = session.files[owner]
        held[1] = replace(held[1], hash="theirs")
        put(editor, 0, "value", "mine.dev")
        editor._save_clicked()
        qtbot.waitUntil(lambda: editor.findChild(ConflictDialog) is not None)
        editor.findChild(ConflictDialog).done(answer)

    def test_theirs_replaces_what_was_typed(self, editor, shop, qtbot):
        self.conflict(editor, shop, qtbot, THEIRS)
        qtbot.waitUntil(lambda: editor.value().variables[0].value == "theirs.dev")
        assert not editor.is_dirty

    def test_deciding_later_loses_nothing(self, editor, shop, qtbot):
        self.conflict(editor, shop, qtbot, 0)
        qtbot.waitUntil(lambda: not editor._tasks.running)
        assert editor.value().variables[0].value == "mine.dev"
        assert editor.is_dirty

    def test_mine_is_written_over_the_file_that_was_shown(self, editor, shop, qtbot, monkeypatch):
        session, _owner = shop
        asked = []

        async def save(owner, file, value, source=None):
            if not asked:
                asked.append(file.hash)
                return await type(session).save_environment(session, owner, file, value, source)
            asked.append(file.hash)
            return replace(file, value=value)

        monkeypatch.setattr(session, "save_environment", save)
        self.conflict(editor, shop, qtbot, MINE)
        qtbot.waitUntil(lambda: not editor.is_dirty)
        assert len(asked) == 2
        assert asked[1] not in ("", asked[0]), "the hash of what the person saw at the right"

    def test_a_file_changed_by_others_is_taken_over_where_nothing_was_typed(self, editor, shop):
        session, owner = shop
        theirs = replace(session.files[owner][1], value=replace(STAGING, variables=()), hash="other")
        session.files[owner][1] = theirs
        session.changed.announce(Change("environments", (owner,)))
        assert editor.value().variables == ()

    def test_own_edits_stay_when_others_change_the_file(self, editor, shop):
        session, owner = shop
        put(editor, 0, "value", "mine.dev")
        session.files[owner][1] = replace(session.files[owner][1], value=replace(STAGING, variables=()), hash="other")
        session.changed.announce(Change("environments", (owner,)))
        assert editor.value().variables[0].value == "mine.dev"


def test_use_makes_it_the_active_one(editor, shop):
    session, owner = shop
    editor._use_button.click()
    assert session.active_environment(owner) == "Staging"
    assert editor._use_button.text() == "In use"


def test_the_workspaces_own_environments_are_edited_the_same_way(theme, notices, shop, qtbot, tmp_path):
    session, _owner = shop
    session.files[ROOT] = [an_environment(tmp_path, Environment("Globals", variables=(Variable("a", "{{b}}"),)))]
    with ui_over(theme, session, notices) as ui:
        editor = EnvironmentEditor(ui, ROOT, session.files[ROOT][0])
        qtbot.addWidget(editor)
        put(editor, 0, "value", "1")
        run(editor.save())
        assert session.calls[-1][:2] == ("save_environment", ROOT)


def test_every_control_has_a_name(editor):
    for widget in (editor.table, editor.head.name, editor.head.extends, editor.head.dotenv, editor.head.colour_button, editor._save_button):
        assert widget.accessibleName()
    QApplication.processEvents()


def test_long_texts_do_not_widen_the_window(editor, shop):
    before = editor.minimumSizeHint().width()
    editor.head.name.setText("n" * 5000)
    editor.head.name.textEdited.emit("n" * 5000)
    editor.head.dotenv.setText("d" * 5000)
    editor.load(replace(editor.value(), extends="e" * 3000))
    assert editor.minimumSizeHint().width() <= max(before, 674)
