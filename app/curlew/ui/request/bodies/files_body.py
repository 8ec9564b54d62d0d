"""A file as the body: one of several may be chosen to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from curlew.model.body import Body, FileBody
from curlew.model.rows import FileChoice
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.file_facts import FileFacts, file_look
from curlew.ui.request.header_names import MEDIA_TYPES, choices_provider
from curlew.ui.widgets.cell_table import Column, Shape
from curlew.ui.widgets.cell_table.columns import field
from curlew.ui.widgets.variables import VariableSource


def files_shape(facts: FileFacts) -> Shape:
    """Files that may be the body."""
    type_get, type_put = field("content_type")
    note_get, note_put = field("description")
    columns = (
        Column("enabled", "", lambda choice: "1" if choice.selected else "", None, kind="check", width=40),
        Column(
            "path",
            _("File"),
            lambda choice: choice.path,
            lambda choice, text: replace(choice, path=text),
            share=2.0,
            placeholder=_("Choose a file, or drop one here"),
            look=lambda choice: file_look(facts, (choice.path,) if choice.path else ()),
            editable=lambda _choice: False,
        ),
        Column("type", _("Content type"), type_get, type_put, share=1.2, provider=lambda choice: choices_provider(MEDIA_TYPES)),
        Column("description", _("Description"), note_get, note_put, mono=False, placeholder=_("Description")),
    )
    return Shape(
        columns,
        FileChoice,
        lambda choice: not (choice.path or choice.content_type or choice.description),
        enabled=lambda choice: choice.selected,
        switch=lambda choice, on: replace(choice, selected=on),
        row_name=_("file"),
        row_height=36,
    )


class FilesBody(BodyEditor):
    """Exactly one of the files is sent: choosing one leaves the others out."""

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__(ui, source, facts)
        self._body = FileBody()
        self.table = self._table_of_files(files_shape(facts), _("Files"))
        self.table.edited.connect(self._table_edited)
        self.table.trail_clicked.connect(self._trail)
        self.table.files_dropped.connect(lambda row, paths: self._set_file(row, self.facts.take(paths[0])) if paths else None)

    @staticmethod
    def blank(kind: str) -> Body:
        return FileBody()

    def show_body(self, body: Body) -> None:
        assert isinstance(body, FileBody)
        self._body = body
        self.facts.ask(choice.path for choice in body.files)
        self.table.set_rows(body.files)

    def body(self) -> Body:
        return replace(self._body, files=self.table.rows())

    def _table_edited(self, key: str) -> None:
        if key.startswith("check:"):
            self._select_alone(int(key.removeprefix("check:")))
        self.edited.emit(key)

    def _select_alone(self, row: int) -> None:
        rows = self.table.rows()
        if rows[row].selected:
            self.table.set_rows(_one_selected(rows, lambda number: number == row))

    def _trail(self, row: int, _column: str, icon: str) -> None:
        if icon == "close":
            self.table.cells.remove([row])
        else:
            self.facts.pick(self, lambda paths: self._set_file(row, paths[0]), several=False)

    def _set_file(self, row: int, path: str) -> None:
        new = row >= len(self.table.rows())
        self.facts.ask([path])
        self.table.cells.replace_row(row, replace(self.table.cells.row(row), path=path))
        if new:
            self._select_alone(row)
            self.edited.emit("")


def _one_selected(rows: tuple[FileChoice, ...], chosen: Callable[[int], bool]) -> tuple[FileChoice, ...]:
    return tuple(row if row.selected == chosen(number) else replace(row, selected=chosen(number)) for number, row in enumerate(rows))
