"""The window: puts the panels together and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon

from curlew import assets
from curlew.ui.first_window import TopWindow
from curlew.ui.theme import Theme

if TYPE_CHECKING:
    from curlew.model.environment_file import EnvironmentFile
    from curlew.ui.shell.panels import Panels
    from curlew.ui.shell.workspace_frame import WorkspaceFrame


class MainWindow(TopWindow):
    """A curtain at first, so that it is on the screen at once; `raise_curtain` brings the frame, `fill` the panels."""

    dropped = Signal(object)
    """Something was dropped on the window: its QMimeData's urls and text as (list of paths, text)."""
    about_to_close = Signal()

    frame: WorkspaceFrame

    def __init__(self) -> None:
        super().__init__()
        self.panels: Panels | None = None
        self.setObjectName("main_window")
        self.setAcceptDrops(True)

    def raise_curtain(self, theme: Theme) -> None:
        """Put the real frame in the place of what was painted first."""
        from curlew.ui.shell.workspace_frame import WorkspaceFrame

        self.setWindowIcon(QIcon(str(assets.path("icons", "curlew_icon.svg"))))
        self.frame = WorkspaceFrame(theme)
        self.setCentralWidget(self.frame)

    def fill(self, panels: Panels) -> None:
        """Put the panels into the frame."""
        self.panels = panels
        frame = self.frame
        frame.top_bar.environment_place.addWidget(panels.environment_selector)
        frame.top_bar.environment_place.addWidget(panels.variables_button)
        frame.set_main(panels.documents)
        frame.rail.chosen.connect(panels.choose)
        panels.shown.connect(frame.rail.show_panel)
        panels.documents.setFocus()

    def show_title(self, document: str, workspace: str) -> None:
        """Name the document in front and the workspace in the title."""
        self.setWindowTitle(" – ".join(part for part in (document, workspace, "Curlew") if part))

    # --- what pages ask of their window ---

    def reveal_item(self, item_id: int) -> None:
        """Show an item in the tree."""
        if self.panels is not None:
            self.panels.reveal(item_id)

    def open_settings_of(self, item_id: int, tab: str = "settings") -> None:
        """Open a request, folder or collection at its settings, or at another tab."""
        if self.panels is not None:
            self.panels.documents.open_item(item_id)
            editor = getattr(self.panels.documents.current, "editor", None)
            if editor is not None:
                editor.strip.select(tab)

    def open_environment(self, owner: int, file: EnvironmentFile) -> None:
        """Open an environment in a tab of its own."""
        if self.panels is not None:
            self.panels.documents.open_environment(owner, file)

    def selected_place(self) -> int | None:
        """Return the collection or folder in which something new would be put."""
        return self.panels.selected_place() if self.panels is not None else None

    # --- state ---

    def state(self) -> dict[str, Any]:
        geometry = self.saveGeometry().toBase64().toStdString()
        return {"geometry": geometry, "columns": self.frame.splitter.sizes()}

    def restore_columns(self, state: dict[str, Any]) -> None:
        sizes = state.get("columns")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size >= 0 for size in sizes) and sizes[1]:
            self.frame.splitter.setSizes(sizes)

    # --- events ---

    def focusNextPrevChild(self, forward: bool) -> bool:
        from curlew.ui.widgets.tab_order import neighbour

        found = neighbour(self, self.focusWidget(), forward)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return found is not None

    def closeEvent(self, event: QCloseEvent) -> None:
        self.about_to_close.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        self.dropped.emit((paths, event.mimeData().text()))
        event.acceptProposedAction()
