"""One table of painted cells for every list of rows: parameters, headers, form fields, variables, assertions."""

from curlew.ui.widgets.cell_table.columns import CellMark, Column, Look, Shape
from curlew.ui.widgets.cell_table.rows_editor import RowsEditor
from curlew.ui.widgets.cell_table.table import CellTable

__all__ = ["CellMark", "CellTable", "Column", "Look", "RowsEditor", "Shape"]
