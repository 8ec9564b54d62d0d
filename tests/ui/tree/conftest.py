"""The collections panel over a small pet shop in memory."""

import pytest

from curlew.ui.tree.panel import CollectionsPanel
from helpers.fake_session import pet_shop
from helpers.ui_over import ui_over


@pytest.fixture
def shop():
    return pet_shop()


@pytest.fixture
def panel(theme, notices, shop, qtbot):
    with ui_over(theme, shop[0], notices) as ui:
        panel = CollectionsPanel(ui)
        qtbot.addWidget(panel)
        panel.resize(270, 700)
        panel.show()
        panel.view.expandAll()
        yield panel
