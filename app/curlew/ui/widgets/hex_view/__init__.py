"""Bytes of any number as hex and text."""

from curlew.ui.widgets.hex_view.grid import HexGrid
from curlew.ui.widgets.hex_view.pane import HexPane

__all__ = ["HexGrid", "HexPane"]
