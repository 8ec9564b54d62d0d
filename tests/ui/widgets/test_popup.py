import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from curlew.model.template import Layer, Scope
from curlew.model.variables import Variable
from curlew.ui.widgets.parts import column, label
from curlew.ui.widgets.popup import Popup
from curlew.ui.widgets.variable_card import VariableCard
from curlew.ui.widgets.variables import VariableSource


@pytest.fixture
def owner(theme, qtbot):
    owner = QPushButton()
    qtbot.addWidget(owner)
    owner.show()
    return owner


def ground(widget):
    """The colour that a person sees inside; nothing at all would be black without a compositor, and glass with one."""
    seen = widget.grab().toImage().pixelColor(widget.width() // 2, 3)
    return seen.name() if seen.alpha() == 255 else "none"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_floating_windows_have_a_ground(owner, theme, mode):
    theme.set_mode(mode)
    popup = Popup(owner)
    popup.fill(column(label("text")))
    popup.resize(100, 60)
    popup.show()
    scope = Scope([Layer("environment", "E", (Variable("a", "1"),))])
    card = VariableCard.show_for(owner, theme, VariableSource(scope), "a", QPoint(0, 0))
    assert (ground(popup), ground(card)) == (theme.hex("raised"), theme.hex("raised"))
    assert not popup.mask().contains(QPoint(0, 0)), "the corner is cut off"
    card.close()
    popup.close()


def test_escape_closes_a_popup(owner, qtbot):
    popup = Popup(owner)
    popup.show()
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(popup, Qt.Key.Key_Escape)


def test_the_keys_of_a_command_close_a_popup_and_reach_the_window(owner, qtbot):
    ran = []
    quit_action = QAction("Quit", owner)
    quit_action.setShortcut("Ctrl+Q")
    quit_action.triggered.connect(lambda: ran.append("quit"))
    owner.addAction(quit_action)
    popup = Popup(owner)
    popup.show()
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(popup, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["quit"]
