from types import SimpleNamespace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from curlew.ui.documents.looking_again import LookAgain
from helpers.looping import run
from helpers.workspaces import a_collection, by_name, request_text


class Tabs(QObject):
    """Stands for the documents: pages with the ids of their items."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pages: tuple[SimpleNamespace, ...] = ()
        self.current: SimpleNamespace | None = None


def test_B10_a_change_from_outside_is_seen_when_a_tab_or_the_window_comes_to_the_front(ui, tmp_path, qtbot):
    folder = a_collection(tmp_path / "api", a=request_text("A"), b=request_text("B"))
    run(ui.session.open_path(folder))
    items = [by_name(ui.session, name) for name in "AB"]
    for item in items:
        run(ui.session.load(item))
    tabs = Tabs()
    tabs.pages = tuple(SimpleNamespace(item_id=item) for item in items)
    LookAgain(ui, tabs)
    heard: list[int] = []
    ui.session.changed.listen(lambda change, _source: heard.extend(change.items) if change.kind == "file" else None)
    (folder / "a.yml").write_text(request_text("A", method="PUT"))
    tabs.current = tabs.pages[0]
    tabs.changed.emit()
    qtbot.waitUntil(lambda: heard == [items[0]])
    assert ui.session.tree[items[0]].label == "PUT"
    (folder / "b.yml").write_text(request_text("B", method="DELETE"))
    tabs.changed.emit()
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: heard == items)
    qtbot.waitUntil(lambda: not ui.tasks.running)
