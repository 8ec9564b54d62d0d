"""A field for a secret: what is typed goes to the keyring, a template to the file, and it says where the value is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from curlew.model.template import PLACEHOLDER
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row
from curlew.ui.widgets.variable_field import VariableField
from curlew.ui.widgets.variables import VariableSource
from curlew.ui.widgets.wrapped_row import WrappedRow


class SecretKeeper(Protocol):
    """Where the secrets of one item are kept, by field (`auth.password`). kept: `keyring`, `memory` or `unknown`, `why_not` in words."""

    @property
    def kept(self) -> str: ...

    @property
    def why_not(self) -> str: ...

    def get(self, field: str) -> str | None: ...

    def holds(self, field: str) -> bool: ...

    def set(self, field: str, value: str | None) -> None: ...

    def is_in_file(self, field: str) -> bool: ...

    def keep_in_file(self, field: str, keep: bool) -> None: ...

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call when something of this item changed; return what ends that."""


class SecretField(QWidget):
    """`edited` carries what the file is to hold: a template, a literal that a person wants there, or nothing.

    `variable_wanted` carries a literal that a person wants to make a secret variable. name: the secret's field, for the keeper.
    """

    edited = Signal(str)
    variable_wanted = Signal(str)

    def __init__(self, theme: Theme, source: VariableSource, keeper: SecretKeeper, name: str, title: str, shared: bool = True) -> None:
        """shared: the file is one that others may get, so that there is something to choose."""
        super().__init__()
        self._shared = shared
        self._theme, self._keeper, self._name = theme, keeper, name
        self._file_text = ""
        self._framed = FramedField(theme, source, secret=True)
        self._framed.set_name(title)
        self.field: VariableField = self._framed.field
        self.field.text_edited.connect(self._typed)
        self.field.left.connect(self._show_place)
        self._icon = Picture(theme, "lock", "text3", 14)
        self._place = label("", "meta", wrap=True)
        self._first = TextButton(theme, "", "link", act=self._act_first)
        self._second = TextButton(theme, "", "link", act=self._act_second)
        self._first.setObjectName(f"secret_first_{name}")
        self._second.setObjectName(f"secret_second_{name}")
        told = row(self._icon, self._place, spacing=6)
        told.setStretch(1, 1)
        self._choices = WrappedRow(self._first, self._second)
        self._choices.setContentsMargins(theme.px(14), 0, 0, 0)  # under the words, which stand behind the icon
        self.setLayout(column(self._framed, told, self._choices, spacing=3))
        self.setFocusProxy(self.field)
        self._title = title
        self._first.setVisible(shared)
        self._second.setVisible(shared)
        stop = keeper.listen(self.refresh)
        self.destroyed.connect(lambda: stop())
        self._show_place()

    def belongs_to(self, name: str) -> None:
        """Let the value follow when what it belongs to gets another name."""
        if name != self._name:
            value, self._name = self._keeper.get(self._name), name
            if value and not self._keeper.holds(name):
                self._keeper.set(name, value)
            self.refresh()

    # --- showing ---

    def show_value(self, file_text: str) -> None:
        """Show what the file holds, else what is kept for this field."""
        self._file_text = file_text
        self.refresh()

    def refresh(self) -> None:
        shown = self._file_text or self._keeper.get(self._name) or ""
        if self.field.text() != shown and not (self.field.hasFocus() and not self._file_text and self.field.text()):
            self.field.set_text(shown)
        waits = not self._file_text and self._keeper.holds(self._name) and not shown
        self.field.setPlaceholderText(_("Kept, but not read from the keyring yet") if waits else "")
        self._show_place()

    @property
    def where(self) -> str:
        """Where the value is: `template`, `file`, `keyring`, `memory`, or empty for no value."""
        if self._file_text:
            return "template" if "{{" in self._file_text else "file"
        if not self._keeper.holds(self._name):
            return ""
        return "memory" if self._keeper.kept == "memory" else "keyring"

    def _show_place(self) -> None:
        where, in_file = self.where, self._keeper.is_in_file(self._name)
        texts = {
            "template": _("The file holds the name of the variable, and no value."),
            "file": _("Readable by all who get this collection."),
            "keyring": _("In the system’s keyring. The file holds nothing."),
            "memory": _("In memory until Curlew ends. {why}").format(why=self._keeper.why_not),
            "": _("What you type goes into the file.") if in_file else _("What you type goes to the system’s keyring, not into the file."),
        }
        icon, token = {"file": ("warning", "warn"), "memory": ("warning", "warn")}.get(where, ("lock", "text3"))
        self._place.setText(texts[where].strip())
        self._icon.show_icon(icon, token)
        first = _("Make it a secret variable") if where in ("file", "keyring", "memory") else ""
        if where == "file":
            second = _("Move to the keyring")
        elif where == "template":
            second = ""
        else:
            second = _("Keep in the keyring") if in_file else _("Keep in the file")
        for button, text in ((self._first, first), (self._second, second)) if self._shared else ():
            button.setVisible(bool(text))
            button.setText(text)
            button.setAccessibleName(f"{text}: {self._title}")
        self._choices.arrange()

    # --- changes ---

    def _typed(self) -> None:
        text = self.field.text()
        if PLACEHOLDER.search(text) or self._keeper.is_in_file(self._name):
            if self._keeper.holds(self._name):
                self._keeper.set(self._name, None)
            self._hold_in_file(text)
            return
        self._hold_in_file("")
        self._keeper.set(self._name, text or None)
        self._show_place()

    def _hold_in_file(self, text: str) -> None:
        if text != self._file_text:
            self._file_text = text
            self.edited.emit(text)
        self._show_place()

    def _act_first(self) -> None:
        self.variable_wanted.emit(self.field.text())

    def _act_second(self) -> None:
        text = self.field.text()
        self.field.setFocus()  # the button may go away
        if self.where == "file" or (not text and self._keeper.is_in_file(self._name)):
            self._keeper.keep_in_file(self._name, False)
            self._hold_in_file("")
            self._keeper.set(self._name, text or None)
        else:
            self._keeper.keep_in_file(self._name, True)
            self._hold_in_file(text)
        self.refresh()

    def became_variable(self, name: str) -> None:
        """Hold a variable's name in the file from now on; its value stands elsewhere."""
        self._keeper.keep_in_file(self._name, False)
        self._keeper.set(self._name, None)
        self._hold_in_file("{{" + name + "}}")
        self.refresh()
