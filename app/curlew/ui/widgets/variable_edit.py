"""The ground of every text field: {{variables}} as pills, a card on hover, completion, and undo left to the request's own stack."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from curlew.engine.dynamic import DYNAMIC
from curlew.model.template import PLACEHOLDER
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.completion import CompletionPopup, Offer, Provider, Suggestion
from curlew.ui.widgets.paint import paint_pill, pill_tokens
from curlew.ui.widgets.standins import Standins
from curlew.ui.widgets.text_positions import difference, from_qt, to_qt
from curlew.ui.widgets.variable_card import VariableCard, shown_value
from curlew.ui.widgets.variables import VariableSource


class VariableEdit(QPlainTextEdit):
    """A plain text edit that knows variables. Its document keeps no undo steps: the owner's stack does."""

    def __init__(self, theme: Theme, source: VariableSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.source = source
        self.providers: list[Provider] = [self._offer_variables]
        self._standins = Standins({})
        self._popup: CompletionPopup | None = None
        self._typing = False
        self._quiet = False
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._generation = 0
        self._formats: dict[str, QTextCharFormat] = {}
        source.changed.connect(self.recolour)
        theme.changed.connect(self.recolour)
        self.textChanged.connect(self._text_changed)

    # --- the text ---

    def text(self) -> str:
        """Return the text as it is sent and saved."""
        return self._standins.from_document(self.document().toRawText())

    def set_text(self, text: str) -> None:
        """Show a text, changing only what differs: the caret goes to the difference, and nothing happens without one."""
        old = self.text()
        if text == old:
            return
        self._quiet = True
        try:
            self._replace_all(old, text)
        finally:
            self._quiet = False
        self.hide_completion()

    def _replace_all(self, old: str, text: str) -> None:
        standins = self._standins_for(text)
        if standins != self._standins or not old:
            self._standins = standins
            self.setPlainText(standins.to_document(text))
            return
        old, text = self._standins.to_document(old), self._standins.to_document(text)
        start, old_end, new_end = difference(old, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_qt(old, start))
        cursor.setPosition(to_qt(old, old_end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start:new_end])
        if self.hasFocus():
            self.setTextCursor(cursor)

    def _standins_for(self, text: str) -> Standins:
        return Standins.for_text(text)

    def caret(self) -> int:
        """Return the caret's index in the text."""
        cursor = self.textCursor()
        before = self.document().toRawText()
        return from_qt(before, cursor.position())

    def _text_changed(self) -> None:
        if not self._quiet:
            self.text_was_edited()

    def text_was_edited(self) -> None:
        """Tell the owner; called for changes made by a person only."""

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_not_ours(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_not_ours(self, event: QKeyEvent) -> bool:
        """Undo and redo belong to the request, and the keys with Ctrl to the window's table unless they edit text."""
        return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup is not None and self._popup.handle_key(event):
            event.accept()
            return
        if self._is_not_ours(event):
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.complete(explicit=True)
            return
        before = self.document().revision()
        self._typing = True
        super().keyPressEvent(event)
        self._typing = False
        if self.document().revision() != before:
            self.complete()
        else:
            self.hide_completion()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hide_completion()
        super().focusOutEvent(event)

    # --- clipboard: what is copied is the text, not its stand-ins ---

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        return self._standins.from_document(self.textCursor().selectedText())

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(self._standins.to_document(source.text()))
            self.ensureCursorVisible()

    # --- completion ---

    def complete(self, explicit: bool = False) -> None:
        """Offer what fits the text before the caret; by itself only where a provider finds a reason to."""
        if self.isReadOnly():
            return
        block = self.textCursor().block()
        text = block.text()
        caret = from_qt(text, self.textCursor().positionInBlock())
        offer = next((found for provider in self.providers if (found := provider(text, caret, explicit)) is not None), None)
        if offer is None:
            self.hide_completion()
            return
        if self._popup is None:
            self._popup = CompletionPopup(self.theme, self)
            self._popup.chosen.connect(self._take)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + to_qt(text, offer.start))
        place = self.cursorRect(cursor)
        self._popup.show_offer(offer, self.viewport().mapToGlobal(place.bottomLeft() + QPoint(-14, 6)), place.height(), explicit)

    def hide_completion(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    @property
    def completion(self) -> CompletionPopup | None:
        return self._popup if self._popup is not None and self._popup.isVisible() else None

    def _take(self, suggestion: Suggestion) -> None:
        offer = self._popup.offer if self._popup is not None else None
        if offer is None:
            return
        cursor = self.textCursor()
        text = cursor.block().text()
        start = cursor.block().position()
        cursor.setPosition(start + to_qt(text, offer.start))
        cursor.setPosition(start + to_qt(text, offer.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(suggestion.insert or suggestion.text)
        self.setTextCursor(cursor)

    def _offer_variables(self, text: str, caret: int, explicit: bool) -> Offer | None:
        opened = text.rfind("{{", 0, caret)
        inside = opened >= 0 and not set("{}\r\n") & set(text[opened + 2 : caret])
        if not inside and not explicit:
            return None
        start = opened if inside else caret
        end = caret
        if inside:
            closing = text.find("}}", caret)
            following = text[caret : closing if closing >= 0 else caret]
            if closing >= 0 and not set("{}&/?") & set(following):
                end = closing + 2
        names = (*self.source.names(), *DYNAMIC)
        rows = tuple(
            Suggestion("{{" + name + "}}", " · ".join(part for part in (self._value_of(name), self._origin_of(name)) if part))
            for name in names
        )
        return Offer(start, end, text[start:caret], rows) if rows else None

    def _origin_of(self, name: str) -> str:
        binding = next(iter(self.source.bindings(name)), None)
        return binding.layer.label if binding is not None else ""

    def _value_of(self, name: str) -> str:
        binding = next(iter(self.source.bindings(name)), None)
        value = shown_value(binding) if binding is not None else _("made anew for each send") if name in DYNAMIC else ""
        return value if len(value) <= 40 else value[:39] + "…"

    # --- pills and the card ---

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        """Yield the blocks that can be seen, with their rectangles in the viewport."""
        offset = self.contentOffset()
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        while block.isValid():
            rect = self.blockBoundingGeometry(block).translated(offset)
            if rect.top() > bottom:
                return
            if block.isVisible():
                yield block, rect
            block = block.next()

    def recolour(self) -> None:
        """Colour what is visible anew at the next painting."""
        self._generation = (self._generation + 1) % 1024
        self._formats.clear()
        self.viewport().update()

    def spans_of(self, block: QTextBlock) -> list[tuple[int, int, str]]:
        """Return (start, end, colour token) of a line's parts; its variables are coloured anyway."""
        return []

    def _colour_visible(self) -> None:
        """Give the visible lines their colours, unless they have them; a QSyntaxHighlighter would do all, and report edits."""
        for block, _rect in self.visible_blocks():
            stamp = hash((block.text(), self._generation)) & 0x3FFFFFFF  # not the block's revision: some edits leave it as it was
            if block.userState() != stamp:
                block.setUserState(stamp)
                block.layout().setFormats(self._ranges(block))

    def _ranges(self, block: QTextBlock) -> list[QTextLayout.FormatRange]:
        text, spans = block.text(), self.spans_of(block)
        if "{{" in text:
            spans = [*spans, *((m.start(), m.end(), pill_tokens(self.source, m.group(1))[0]) for m in PLACEHOLDER.finditer(text))]
        ranges = []
        for start, end, token in spans:
            made = QTextLayout.FormatRange()
            made.start = to_qt(text, start)
            made.length = to_qt(text, end) - to_qt(text, start)
            made.format = self._format(token)
            ranges.append(made)
        return ranges

    def _format(self, token: str) -> QTextCharFormat:
        if token not in self._formats:
            made = QTextCharFormat()
            made.setForeground(self.theme.color(token))
            self._formats[token] = made
        return self._formats[token]

    def paintEvent(self, event: QPaintEvent) -> None:
        self._colour_visible()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_under(painter)
        for block, rect in self.visible_blocks():
            text = block.text()
            if "{{" in text:
                self._paint_pills(painter, block, rect, text)
        painter.end()
        super().paintEvent(event)

    def paint_under(self, painter: QPainter) -> None:
        """Paint what lies under the text and its pills."""

    def _paint_pills(self, painter: QPainter, block: QTextBlock, rect: QRectF, text: str) -> None:
        layout = block.layout()
        for found in PLACEHOLDER.finditer(text):
            start, end = to_qt(text, found.start()), to_qt(text, found.end())
            line = layout.lineForTextPosition(start)
            if not line.isValid():
                continue
            last = line.textStart() + line.textLength()
            left, right = float(line.cursorToX(start)[0]), float(line.cursorToX(min(end, last))[0])  # type: ignore[index]
            middle = rect.top() + line.y() + line.height() / 2
            ground = pill_tokens(self.source, found.group(1))[1]
            paint_pill(painter, self.theme, QRectF(rect.left() + left - 1, middle - 9.5, right - left + 2, 19), ground)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            name = self.variable_at(event.pos())
            if name is not None:
                VariableCard.show_for(self, self.theme, self.source, name, event.globalPos())
                return True
        return super().viewportEvent(event)

    def variable_at(self, place: QPoint) -> str | None:
        """Return the name of the variable under a point of the viewport."""
        cursor = self.cursorForPosition(place)
        text = cursor.block().text()
        if "{{" not in text or not self.cursorRect(cursor).adjusted(-12, 0, 12, 0).contains(place):
            return None
        at = from_qt(text, cursor.positionInBlock())
        return next((found.group(1).strip() for found in PLACEHOLDER.finditer(text) if found.start() <= at <= found.end()), None)
