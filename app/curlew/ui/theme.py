"""Turns the colour tokens of `resources/themes` into the palette, the style sheet, fonts and icons of the window."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from curlew import assets
from curlew.ui import icons

UI_FONTS = ["Inter", "SF Pro Text", "Segoe UI Variable", "Segoe UI", "Cantarell", "Noto Sans", "DejaVu Sans"]
MONO_FONTS = ["JetBrains Mono", "SF Mono", "Cascadia Code", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono"]
MODES = ("light", "dark", "system")

# The style sheet can only show images from files: (its name there, icon, token).
SHEET_ICONS = (
    ("chevron_down", "chevron_down", "text3"),
    ("chevron_right", "chevron_right", "text3"),
    ("chevron_left", "chevron_left", "text3"),
    ("tick", "tick", "on_accent"),
    ("minus", "minus", "on_accent"),
    ("check", "tick", "text2"),
    ("chevron_on_fill", "chevron_down", "on_accent"),
    ("close", "close", "text3"),
)

_ROLES = (
    (QPalette.ColorRole.Window, "surface"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "bg"),
    (QPalette.ColorRole.AlternateBase, "surface"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.ToolTipBase, "raised"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Highlight, "sel"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Dark, "border_strong"),
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Accent, "accent"),
)


class Theme(QObject):
    """The one source of colours, fonts and icons. `changed` is emitted after a switch; widgets that cache then ask again."""

    changed = Signal()

    def __init__(self, generated: Path) -> None:
        """Keep the coloured icons of the style sheet in the folder `generated`."""
        super().__init__()
        self._tokens: dict[str, dict[str, str]] = {}
        self._generated = generated
        self._mode = "light"
        self._zoom, self._resized = 1.0, False
        self._with_sheet = True
        self._sheeted: QWidget | None = None
        self._others: list[QWidget] = []
        self._app: QApplication | None = None
        self._stages: Iterator[bool] = iter(())
        self._fonts: dict[tuple[int, int, bool, bool], QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._colours: dict[str, QColor] = {}
        self.is_dark = False
        self._values = self._load("light")

    # --- what widgets ask for ---

    def color(self, token: str) -> QColor:
        """Return the colour of a token; of an unknown HTTP method, that of plain text."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(self.hex(token))
        return found

    def hex(self, token: str) -> str:
        value = self._values.get(token)
        if value is None:
            if not token.isupper():
                raise KeyError(f"no colour token {token!r}")
            value = self._values["text2"]  # a method nobody thought of: PURGE, REPORT, …
        return value

    def font(self, px: int = 13, weight: int = 400, mono: bool = False, italic: bool = False) -> QFont:
        """Return a font `px` high at zoom 100 %. Do not change it: it is shared; copy it first."""
        key = (px, weight, mono, italic)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(*key)
        return self._fonts[key]

    def px(self, length: int) -> int:
        """Return a length that holds text (a row's height, a column's width) at the zoom in force."""
        return round(length * self._zoom)

    def pixmap(self, name: str, token: str = "text2", size: int = 16, dpr: float = 0.0) -> QPixmap:
        """Return an icon in a token's colour. dpr: the pixel ratio of what it is painted on (0: the main screen's)."""
        ratio = dpr or QGuiApplication.primaryScreen().devicePixelRatio()
        key = (name, self.hex(token), self.px(size), ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.draw(*key)
        return self._pixmaps[key]

    def icon(self, name: str, token: str = "text2", size: int = 16) -> QIcon:
        """Return an icon; disabled ones take a muted colour."""
        icon = QIcon(self.pixmap(name, token, size))
        icon.addPixmap(self.pixmap(name, "border_strong", size), QIcon.Mode.Disabled)
        return icon

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def mode(self) -> str:
        return self._mode

    # --- what changes it ---

    def set_mode(self, mode: str) -> None:
        """Switch to `light`, `dark`, or `system`, which follows the desktop."""
        if mode not in MODES:
            raise ValueError(f"no theme {mode!r}")
        self._mode = mode
        self._settle()

    def set_zoom(self, zoom: float) -> None:
        """Scale text and what holds it, from 0.5 to 3."""
        zoom = min(3.0, max(0.5, zoom))
        if zoom != self._zoom:
            self._zoom, self._resized = zoom, True
            self._fonts.clear()
            self._refresh()

    def apply(self, app: QApplication, with_sheet: bool = True) -> None:
        """Dress the application, and keep following the desktop where the mode says so.

        Without the style sheet it is enough for the first paint of an application made in the Fusion style; `add_sheet` brings it.
        """
        self._app = app
        self._with_sheet = with_sheet
        if with_sheet and app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.is_dark = self._wants_dark()
        self._values = self._load("dark" if self.is_dark else "light")
        self._colours.clear()
        self._dress()

    def add_sheet(self, window: QWidget) -> None:
        """Dress a window, and all that belongs to it, in the style sheet from now on.

        Not the application: widgets outside of the window (tabs that are not in front) then cost nothing at a switch.
        """
        self._with_sheet = True
        self._sheeted = window
        if self._app is not None and self._app.styleSheet():
            self._app.setStyleSheet("")
        window.setStyleSheet(self.style_sheet())

    def dress_too(self, window: QWidget) -> None:
        """Dress a further window, which belongs to no other, as long as it lives."""
        self._others = [*filter(isValid, self._others), window]
        window.setStyleSheet(self.style_sheet())

    def style_sheet(self) -> str:
        """Return the style sheet in the theme's colours and zoom."""
        names = {f"icon_{name}": self._sheet_icon(icon, token) for name, icon, token in SHEET_ICONS}
        sheet = string.Template(assets.text("themes", "style.qss")).substitute(self._values, **names)
        if self._zoom != 1.0:
            sheet = re.sub(r"\b(\d{2,})px", lambda found: f"{self.px(int(found.group(1)))}px", sheet)
        return sheet

    # --- inner workings ---

    def _load(self, name: str) -> dict[str, str]:
        if name not in self._tokens:
            self._tokens[name] = json.loads(assets.text("themes", f"{name}.json"))
        return self._tokens[name]

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode == "dark"

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._settle()

    def _settle(self) -> None:
        dark = self._wants_dark()
        if dark != self.is_dark:
            self.is_dark = dark
            self._values = self._load("dark" if dark else "light")
            self._colours.clear()
            self._refresh()

    def _refresh(self) -> None:
        window = self._sheeted
        if window is not None and isValid(window) and window.isVisible():
            self._stages = self._switching([window, *filter(isValid, self._others)])  # one that is under way begins anew
            self._next_stage()
        else:
            if self._app is not None:
                self._dress()
            self.changed.emit()

    def _next_stage(self) -> None:
        if not next(self._stages, True):
            QTimer.singleShot(0, self, self._next_stage)

    def _switching(self, windows: list[QWidget]) -> Iterator[bool]:
        """Dress windows that are seen, in stages between which the loop goes on; they are painted again at the end only."""
        for window in windows:
            window.setUpdatesEnabled(False)
        try:
            for _stage in self._dressing(windows):
                yield False
                if not isValid(windows[0]):
                    return
            self.changed.emit()
            yield False
        finally:
            for window in filter(isValid, windows):
                window.setUpdatesEnabled(True)

    def _dress(self) -> None:
        assert self._app is not None
        dressed = self._sheeted if self._sheeted is not None and isValid(self._sheeted) else self._app
        for _stage in self._dressing([dressed, *filter(isValid, self._others)]):
            pass

    def _dressing(self, dressed: Sequence[QWidget | QApplication]) -> Iterator[None]:
        """Dress in the theme's colours, in stages of about 10 ms for a whole window."""
        assert self._app is not None
        # Taking the sheet away first makes a switch 5 to 8 times as fast: Qt repolishes slowly where one sheet follows another.
        yield from _with_sheet(dressed, "")
        self._app.setFont(self.font())
        self._app.setPalette(self._palette())
        yield from _with_sheet(dressed, self.style_sheet() if self._with_sheet else None)
        if self._with_sheet and self._resized:
            self._resized = False
            yield from _with_sheet(
                dressed, self.style_sheet()
            )  # some widgets keep the fonts of the sheet before, until it is set once more

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3"))
        return palette

    def _make_font(self, px: int, weight: int, mono: bool, italic: bool) -> QFont:
        font = QFont()
        font.setFamilies(MONO_FONTS if mono else UI_FONTS)
        font.setStyleHint(QFont.StyleHint.Monospace if mono else QFont.StyleHint.SansSerif)
        font.setPixelSize(self.px(px))
        font.setWeight(QFont.Weight(weight))
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if mono:
            font.setFeature(QFont.Tag("calt"), 0)  # else :// and != become ligatures, which hides what is typed
            font.setFeature(QFont.Tag("zero"), 0)
        else:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _sheet_icon(self, name: str, token: str) -> str:
        """Write an icon in its colour, unless it is there, and return the file's path as the style sheet wants it."""
        path = self._generated / f"{name}-{self.hex(token).lstrip('#')}.svg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(icons.svg(name, self.hex(token)))
        return path.as_posix()


def _with_sheet(dressed: Sequence[QWidget | QApplication], sheet: str | None) -> Iterator[None]:
    """Give each window a style sheet, if there is one, and let the loop go on after each."""
    for one in dressed:
        if sheet is not None and isValid(one):
            one.setStyleSheet(sheet)
        yield
