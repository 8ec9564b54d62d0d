"""The ways to the cookie manager, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from curlew.model.request import Request
from curlew.ui.cookies.dialog import CookiesDialog
from helpers.looping import run
from helpers.whole_window import press, whole_window


def _by_status_bar(bench) -> None:
    bench.window.findChild(QWidget, "cookies_button").click()


def _by_link(bench) -> None:
    bench.window.findChild(QWidget, "cookies_link").click()


def _by_keys(bench) -> None:
    press("Ctrl+Shift+K", bench.window)


def _by_palette(bench) -> None:
    assert "cookies.open" in [spec.id for spec in bench.actions.bound() if spec.listed]
    bench.actions.trigger("cookies.open")


@pytest.mark.parametrize("way", [_by_status_bar, _by_link, _by_keys, _by_palette])
def test_every_way_opens_it_at_the_jar_of_the_page_in_front(theme, loop, tmp_path, qtbot, way):
    with whole_window(theme, tmp_path / "home", (1400, 880), sample=True) as bench:
        item = next(item for item in bench.session.tree.walk() if item.kind.name == "REQUEST")
        bench.documents.open_item(item.id)
        qtbot.waitUntil(lambda: bench.window.findChild(QWidget, "cookies_link") is not None)
        run(bench.session.settled())
        way(bench)
        qtbot.waitUntil(lambda: bench.window.findChild(CookiesDialog) is not None)
        dialog = bench.window.findChild(CookiesDialog)
        qtbot.waitUntil(lambda: dialog.jar.count() > 1)
        above = bench.session.tree.collection_of(item.id)
        assert dialog.jar.currentText() == f"{above.name} / {bench.session.active_environment(above.id)}"
        assert item.name in dialog._info.text()
        dialog.accept()


def test_tab_goes_through_all_of_it(theme, loop, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home", (1400, 880)) as bench:
        bench.documents.open_scratch(Request(url="http://127.0.0.1:1/"))
        bench.actions.trigger("cookies.open")
        qtbot.waitUntil(lambda: bench.window.findChild(CookiesDialog) is not None)
        dialog = bench.window.findChild(CookiesDialog)
        qtbot.waitUntil(lambda: dialog.jar.count() > 0)
        dialog.begin_new()
        seen: list[str] = []
        for _step in range(40):
            focused = dialog.focusWidget()
            assert focused is not None
            name = focused.objectName() or focused.accessibleName()
            if name in seen:
                break
            seen.append(name)
            QTest.keyClick(focused, "\t")
        wanted = {
            "cookie_search",
            "cookie_domains",
            "cookie_jar",
            "add_cookie",
            "cookie_name",
            "cookie_value",
            "cookie_domain",
            "cookie_path",
        }
        wanted |= {"cookie_ends", "cookie_same_site", "cookie_secure", "cookie_http_only", "cookie_below", "add_new_cookie", "Done"}
        assert wanted <= set(seen), wanted - set(seen)
        dialog.accept()
