"""The editor of bodies and scripts: line numbers, colours, brackets, errors, find."""

from curlew.ui.widgets.code_editor.editor import CodeEditor
from curlew.ui.widgets.code_editor.pane import CodePane

__all__ = ["CodeEditor", "CodePane"]
