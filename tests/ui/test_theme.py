"""The look: contrast of its tokens, switching, zoom, icons."""

from __future__ import annotations

import json
import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from curlew import assets
from curlew.ui import icons
from curlew.ui.theme import SHEET_ICONS, Theme

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "WS", "GQL")
CODE = ("key", "string", "number", "keyword", "comment", "func", "gutter", "gutter_on")
PAIRS = [
    *((text, ground) for text in ("text", "text2", "text3") for ground in ("bg", "surface", "raised", "rail", "hover", "card", "group")),
    *(("text", ground) for ground in ("selected", "hover_up", "sel", "find", "accent_soft", "err_soft", "warn_soft", "info_soft")),
    *(("text2", ground) for ground in ("selected", "info_soft", "accent_soft", "warn_soft", "err_soft", "neutral")),
    *(("accent", ground) for ground in ("bg", "surface", "raised", "rail", "accent_soft", "info_soft", "warn_soft", "err_soft")),
    *(("on_accent", ground) for ground in ("fill", "fill_hover", "fill_press")),
    *((tone, f"{tone}_soft") for tone in ("ok", "warn", "err", "info")),
    *((tone, ground) for tone in ("ok", "warn", "err", "info") for ground in ("bg", "raised", "surface")),
    *((method, ground) for method in METHODS for ground in ("bg", "surface", "selected")),
    *((token, "bg") for token in CODE),
    ("var", "var_bg"),
    ("badge_text", "badge"),
]


def tokens(name: str) -> dict[str, str]:
    return json.loads(assets.text("themes", f"{name}.json"))


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(name):
    values = tokens(name)
    pale = [
        f"{text} on {ground}: {contrast(values[text], values[ground]):.2f}"
        for text, ground in PAIRS
        if contrast(values[text], values[ground]) < 4.5
    ]
    assert not pale


def test_both_themes_have_the_same_tokens_and_all_are_colours():
    assert tokens("light").keys() == tokens("dark").keys()
    assert all(QColor(value).isValid() for name in ("light", "dark") for value in tokens(name).values())


def test_the_style_sheet_names_tokens_never_colours():
    sheet = re.sub(r"/\*.*?\*/", "", assets.text("themes", "style.qss"), flags=re.DOTALL)
    assert not re.findall(r":\s*#[0-9a-fA-F]{3,8}", sheet)
    assert set(re.findall(r"\$(\w+)", sheet)) <= {*tokens("light"), *(f"icon_{name}" for name, *_ in SHEET_ICONS)}


def test_switching_changes_colours_and_tells_once(theme: Theme, qtbot):
    light = theme.hex("bg")
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.is_dark
    assert theme.hex("bg") != light
    assert QApplication.palette().base().color() == theme.color("bg")


def test_setting_the_same_mode_again_tells_nobody(theme: Theme, qtbot):
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("light")


def test_zoom_scales_fonts_lengths_and_the_style_sheet(theme: Theme):
    assert theme.font(13).pixelSize() == 13
    theme.set_zoom(2.0)
    assert theme.font(13).pixelSize() == 26
    assert theme.px(28) == 56
    assert "font-size: 24px" in theme.style_sheet()
    assert "1px solid" in theme.style_sheet()


def test_zoom_stays_within_what_can_be_used(theme: Theme):
    theme.set_zoom(100)
    assert theme.zoom == 3.0
    theme.set_zoom(0.01)
    assert theme.zoom == 0.5


def test_an_unknown_method_is_shown_like_plain_text_and_an_unknown_token_is_a_mistake(theme: Theme):
    assert theme.hex("PURGE") == theme.hex("text2")
    with pytest.raises(KeyError):
        theme.hex("bgg")


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something_and_takes_its_colour_from_the_theme(name, qapp):
    image = icons.draw(name, "#ff0000", 16, 1.0).toImage()
    inked = [image.pixelColor(x, y) for x in range(16) for y in range(16) if image.pixelColor(x, y).alpha() > 128]
    assert len(inked) >= 4
    if name != "curlew_icon":
        assert all(colour.red() > 200 and colour.green() < 60 for colour in inked)


def test_a_window_that_is_seen_is_dressed_in_stages_and_painted_once_it_is_whole(theme, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    theme.add_sheet(window)
    told = []
    connection = theme.changed.connect(lambda: told.append(window.updatesEnabled()))
    try:
        theme.set_mode("dark")
        assert theme.is_dark
        assert not window.updatesEnabled()
        theme.set_mode("light")  # before the first is through
        theme.set_mode("dark")
        qtbot.waitUntil(window.updatesEnabled)
        assert told == [False]
        assert window.styleSheet() == theme.style_sheet()
        assert field.palette().color(QPalette.ColorRole.Base) == theme.color("bg")
        assert field.grab().toImage().pixelColor(8, field.height() // 2) == theme.color("bg")
        window.hide()
        theme.set_mode("light")
        assert told == [False, True]
        assert window.styleSheet() == theme.style_sheet()
    finally:
        theme.changed.disconnect(connection)
        theme._sheeted = None
