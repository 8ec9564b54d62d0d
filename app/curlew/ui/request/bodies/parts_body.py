"""Multipart: texts and files, several of them under one name, each with its content type."""

from __future__ import annotations

from dataclasses import replace

from curlew.model.body import Body, MultipartBody
from curlew.model.rows import Part
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.file_facts import FileFacts, file_look
from curlew.ui.request.header_names import MEDIA_TYPES, choices_provider
from curlew.ui.widgets.cell_table import Column, Look, Shape
from curlew.ui.widgets.cell_table.columns import check_column, field, note_column
from curlew.ui.widgets.variables import VariableSource

KINDS = (("text", _("Text")), ("file", _("File")))


def _with_kind(part: Part, kind: str) -> Part:
    """Switch between text and file; what stood there is no file name and no text, so it goes."""
    return part if kind == part.kind else replace(part, kind=kind, values=(), as_list=False)


def _with_text(part: Part, text: str) -> Part:
    return replace(part, values=(text, *part.values[1:]) if text or part.values else ())


def parts_shape(facts: FileFacts) -> Shape:
    """Parts of a multipart body."""

    def look(part: Part) -> Look | None:
        if part.kind == "file":
            return file_look(facts, part.values)
        if len(part.values) > 1:
            return Look(", ".join(part.values), mono=True, badges=((_("{n} values").format(n=len(part.values)), "badge", "badge_text"),))
        return None

    name_get, name_put = field("name")
    type_get, type_put = field("content_type")
    columns = (
        check_column(),
        Column("name", _("Name"), name_get, name_put, share=1.2, placeholder=_("Name")),
        Column("kind", _("Kind"), lambda part: part.kind, _with_kind, kind="pick", width=96, choices=lambda part: KINDS),
        Column(
            "value",
            _("Value"),
            lambda part: part.values[0] if part.values else "",
            _with_text,
            share=2.2,
            placeholder=_("Value, or drop a file here"),
            look=look,
            editable=lambda part: part.kind != "file" and len(part.values) <= 1,
        ),
        Column("type", _("Content type"), type_get, type_put, share=1.1, provider=lambda part: choices_provider(MEDIA_TYPES)),
        note_column(),
    )
    return Shape(
        columns,
        Part,
        lambda part: not (part.name or any(part.values) or part.content_type or part.description.content or part.kind == "file"),
        row_name=_("part"),
        row_height=36,
    )


class PartsBody(BodyEditor):
    """A table of parts; files are picked, or dropped on a row."""

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__(ui, source, facts)
        self._body = MultipartBody()
        self.table = self._table_of_files(parts_shape(facts), _("Parts"))
        self.table.edited.connect(self.edited)
        self.table.trail_clicked.connect(self._trail)
        self.table.files_dropped.connect(self._dropped)

    @staticmethod
    def blank(kind: str) -> Body:
        return MultipartBody()

    def show_body(self, body: Body) -> None:
        assert isinstance(body, MultipartBody)
        self._body = body
        self.facts.ask(path for part in body.parts if part.kind == "file" for path in part.values)
        self.table.set_rows(body.parts)

    def body(self) -> Body:
        return replace(self._body, parts=self.table.rows())

    def _trail(self, row: int, _column: str, icon: str) -> None:
        if icon == "close":
            self.table.cells.replace_row(row, replace(self.table.rows()[row], values=()))
        else:
            self.facts.pick(self, lambda paths: self._set_files(row, paths))

    def _set_files(self, row: int, paths: list[str]) -> None:
        part = self.table.cells.row(row)
        self.facts.ask(paths)
        # As a list also for one file: `bru run` takes nothing else.
        self.table.cells.replace_row(row, replace(part, kind="file", values=tuple(paths), as_list=True))

    def _dropped(self, row: int, paths: list[str]) -> None:
        self._set_files(row, [self.facts.take(path) for path in paths])
