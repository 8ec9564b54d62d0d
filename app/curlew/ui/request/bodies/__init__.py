"""The editors of bodies, one file each; `kinds` of `net.bodies` name them."""

from __future__ import annotations

from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.bodies.code_body import CodeBody
from curlew.ui.request.bodies.files_body import FilesBody
from curlew.ui.request.bodies.graphql_body import GraphQLBodyEditor
from curlew.ui.request.bodies.parts_body import PartsBody
from curlew.ui.request.bodies.rows_body import RowsBody

EDITORS: dict[str, type[BodyEditor]] = {
    "code": CodeBody,
    "rows": RowsBody,
    "parts": PartsBody,
    "files": FilesBody,
    "graphql": GraphQLBodyEditor,
}

__all__ = ["EDITORS", "BodyEditor"]
