"""The languages to choose from, with examples that can be clicked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from curlew.preview.filtering.languages import LANGUAGES, Language
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, label
from curlew.ui.widgets.popup import Popup
from curlew.ui.widgets.segments import Segments

GAP = 4


class LanguageHelp(Popup):
    """`language_chosen` comes with an id, `example_chosen` with an expression."""

    language_chosen = Signal(str)
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme, offered: tuple[Language, ...], current: str) -> None:
        super().__init__(parent)
        self.setObjectName("filter_help")
        self.setAccessibleName(_("Languages of filters"))
        self._theme = theme
        parts: list[QWidget] = []
        if len(offered) > 1:
            self.languages = Segments(_("Language of the filter"), [(language.id, language.label) for language in offered])
            self.languages.show_choice(current)
            self.languages.chosen.connect(self._pick_language)
            parts.append(self.languages)
        language = LANGUAGES[current]
        about = label(language.about, "meta", wrap=True)
        about.setMinimumWidth(theme.px(430))
        parts.append(about)
        content = column(*parts, self._examples(language), margins=(14, 12, 14, 12), spacing=8)
        for part in parts[:1] if len(offered) > 1 else ():
            content.setAlignment(part, Qt.AlignmentFlag.AlignLeft)
        self.fill(content)

    def _examples(self, language: Language) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(2)
        for number, (expression, words) in enumerate(language.examples):
            button = TextButton(self._theme, expression, "link", "", partial(self._pick_example, expression))
            button.setFont(self._theme.font(12, 400, mono=True))
            button.setText(expression.replace("&", "&&"))
            button.setAccessibleName(_("{expression}: {words}").format(expression=expression, words=words))
            button.setProperty("code", True)
            grid.addWidget(button, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words, "meta"), number, 1)
        grid.setColumnStretch(1, 1)
        return box

    def _pick_language(self, language: str) -> None:
        self.close()
        self.language_chosen.emit(language)

    def _pick_example(self, expression: str) -> None:
        self.close()
        self.example_chosen.emit(expression)

    def show_below(self, button: QWidget) -> None:
        """Open under the right end of a button; where there is no room for that, above it or as high as it takes."""
        self.adjustSize()
        size, room = self.size(), button.screen().availableGeometry()
        corner = button.mapToGlobal(QPoint(button.width() - size.width(), button.height() + GAP))
        if corner.y() + size.height() > room.bottom():
            corner.setY(max(room.top(), corner.y() - button.height() - 2 * GAP - size.height()))
        self.move(max(room.left(), min(corner.x(), room.right() - size.width())), corner.y())
        self.show()
