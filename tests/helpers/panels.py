"""Looking at and waiting for the collections panel."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit


def settle(qtbot, panel):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not panel.commands._tasks.running)


def names(panel):
    """The names of the rows that can be seen, in order."""
    out, index = [], panel.model.index(0, 0)
    while index.isValid():
        out.append(index.data())
        index = panel.view.indexBelow(index)
    return out


def point_on(panel, item_id) -> QPoint:
    rect = panel.view.visualRect(panel.model.index_of(item_id))
    return QPoint(rect.x() + 100, rect.center().y())


def editor(panel) -> QLineEdit:
    return panel.view.findChild(QLineEdit, "RenameField")
