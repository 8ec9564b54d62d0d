"""The body tab as the host of views: which is shown, what it is given, what happens when one fails or is left."""

import gc
import weakref

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from curlew.model.content import Content
from curlew.preview.opened import Opened
from curlew.registry import Registry
from curlew.ui.response import body_bar, body_tab, view_stack, views
from curlew.ui.response.body_tab import BodyTab
from curlew.ui.response.views.view import BodyView, ViewKind
from helpers.ui_over import ui_over


class Told(BodyView):
    """A view that keeps what it was told."""

    instant = True
    reason = ""

    def __init__(self, ui):
        super().__init__(ui)
        self.told = []
        self.holds = Opened()
        self.own_tool = QWidget(self)

    def show_body(self, opened):
        self.holds = opened
        self.told.append(len(opened.raw))
        if self.reason and len(opened.raw):
            self.failed.emit(self.reason)
        elif self.instant:
            self.shown.emit()

    def stop(self):
        self.told.append("stop")

    def go_to(self, place):
        self.told.append(place)

    def tools(self):
        return (self.own_tool,)


class First(Told):
    pass


class Second(Told):
    def open_find(self):
        self.told.append("find")


class Raw(Told):
    pass


@pytest.fixture
def tab(theme, notices, qtbot, monkeypatch):
    table = Registry(
        [
            ViewKind("pretty", "Pretty", lambda opened: 0.9, First),
            ViewKind("tree", "Tree", lambda opened: 0.5 if opened.kind == "json" else 0.0, Second),
            ViewKind("raw", "Raw", lambda opened: 0.3, Raw),
        ]
    )
    for module in (views, body_bar, body_tab, view_stack):
        monkeypatch.setattr(module, "VIEWS", table)
    for kind in (First, Second, Raw):
        monkeypatch.setattr(kind, "instant", True)
        monkeypatch.setattr(kind, "reason", "")
    with ui_over(theme, None, notices) as ui:
        tab = BodyTab(ui)
        tab.notes = []
        tab.notes_found.connect(lambda notes: setattr(tab, "notes", notes))
        qtbot.addWidget(tab)
        tab.resize(900, 400)
        tab.show()
        yield tab


@pytest.fixture
def show(tab, qtbot):
    def show(data=b'{"a": 1}', content_type="application/json"):
        with qtbot.waitSignal(tab.shown):
            tab.show_body(Content.of(data), content_type)

    return show


def test_the_best_view_is_in_front_and_the_others_are_not_made(tab, show):
    show()
    assert tab.views.front_id == "pretty"
    assert tab.views.count() == 1
    assert tab.front.own_tool.isVisible()


def test_only_views_that_can_show_the_body_are_offered(tab, show):
    show()
    assert not tab.bar.views.segments._buttons["tree"].isHidden()
    show(b"plain words", "text/plain")
    assert tab.bar.views.segments._buttons["tree"].isHidden()
    assert [tab.bar.views.box.itemData(n) for n in range(tab.bar.views.box.count())] == ["pretty", "raw"]


def test_the_choice_holds_for_the_next_bodies_that_it_suits(tab, show):
    show()
    tab.choose_view("tree")
    show(b"[1]")
    assert tab.views.front_id == "tree"
    show(b"plain words", "text/plain")
    assert tab.views.front_id == "pretty"
    show(b"[2]")
    assert tab.views.front_id == "tree"


def test_a_view_gets_the_body_once_however_often_it_comes_to_the_front(tab, show):
    show()
    first = tab.front
    tab.choose_view("tree")
    tab.choose_view("pretty")
    assert first.told == [8, "stop"]
    assert tab.bar.views.current == "pretty"


def test_the_keyboard_goes_with_the_person_from_view_to_view(tab, show, qtbot):
    show()
    tab.activateWindow()
    tab.front.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is tab.front)
    tab.choose_view("tree")
    assert QApplication.focusWidget() is tab.front
    tab.bar.copy_button.setFocus()
    tab.choose_view("pretty")
    assert QApplication.focusWidget() is tab.bar.copy_button


def test_a_view_that_was_left_in_the_middle_of_its_work_begins_again(tab, show, monkeypatch):
    show()
    monkeypatch.setattr(Second, "instant", False)
    tab.choose_view("tree")
    left = tab.front
    tab.choose_view("pretty")
    tab.choose_view("tree")
    assert left.told == [8, "stop", 8]


def test_the_place_goes_with_the_person_from_view_to_view(tab, show):
    show()
    tab.front.place_changed.emit(("a",))
    tab.choose_view("tree")
    assert tab.front.told == [8, ("a",)]
    show(b"[1]")  # another body: nobody was anywhere in it yet
    tab.choose_view("pretty")
    assert ("a",) not in tab.front.told


def test_a_view_behind_is_not_listened_to(tab, show):
    show()
    behind = tab.front
    tab.choose_view("tree")
    behind.place_changed.emit(("x",))
    behind.notes_found.emit(("late",))
    behind.failed.emit("late")
    assert tab.views.front_id == "tree"
    assert tab.notes == ()


def test_a_view_that_fails_is_replaced_by_raw_with_the_reason(tab, show, monkeypatch):
    monkeypatch.setattr(First, "reason", "it is too deep.")
    show()
    assert tab.views.front_id == "raw"
    assert tab.notes == ("Pretty: it is too deep.",)
    assert tab.bar.views.current == "raw"
    show(b"[1]")  # the next one is tried again
    assert tab.views.view("pretty").told.count(3) == 1
    tab.choose_view("tree")
    assert tab.views.front_id == "tree"


def test_where_every_view_fails_it_is_said(tab, show, monkeypatch):
    for kind in (First, Second, Raw):
        monkeypatch.setattr(kind, "reason", "no.")
    show()
    assert tab.front is None
    assert "Pretty: no." in tab.blank.text


def test_a_view_that_breaks_is_replaced_by_raw_and_the_fault_is_reported(tab, show, monkeypatch, qtbot):
    def broken(_view, _opened):
        raise ZeroDivisionError

    monkeypatch.setattr(Second, "show_body", broken)
    show()
    with pytest.raises(ZeroDivisionError):
        tab.choose_view("tree")
    assert tab.views.front_id == "raw"
    assert "Tree" in tab.notes[0]


def test_find_is_offered_where_the_view_has_one(tab, show):
    show()
    assert tab.bar.find_button.isHidden()
    tab.choose_view("tree")
    assert tab.bar.find_button.isVisible()
    tab.open_find()
    assert tab.front.told[-1] == "find"


def test_earlier_bodies_are_let_go_of_by_every_view(tab, show):
    show(b"[1111]")
    for view in ("tree", "raw", "pretty"):
        tab.choose_view(view)
    content = weakref.ref(tab.front.holds.content)
    show(b"[2]")
    gc.collect()
    assert content() is None
    assert len(tab.views.view("tree").holds.raw) == 0
    tab.clear()
    assert len(tab.views.view("pretty").holds.raw) == 0
