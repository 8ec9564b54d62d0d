"""An environment's file was changed by somebody else since it was read: mine, theirs, or both as text."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from curlew.errors import BrokenFileError, ConflictError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.variables import Environment
from curlew.storage.environments import read_environment
from curlew.storage.opencollection import codec
from curlew.ui.context import Ui
from curlew.ui.documents.conflict import TEXT, THEIRS, ConflictDialog


async def settle_conflict(
    ui: Ui, parent: QWidget, owner: int, file: EnvironmentFile, mine: Environment, conflict: ConflictError
) -> EnvironmentFile | None:
    """Ask, and return the file as it is then; None if the person decides later. Raises what saving raises."""
    stem = file.path.stem
    if conflict.theirs is None:
        return await ui.session.save_environment(owner, replace(file, hash=""), mine, source=parent)
    try:
        text = codec.render_environment(mine, conflict.theirs)
    except BrokenFileError:
        text = codec.render_environment(mine, None)
    dialog = ConflictDialog(ui.theme, parent, file.name, text, conflict.theirs)
    answer = await ui.ask(dialog)
    if not answer:
        return None
    now = await asyncio.to_thread(read_environment, file.path)
    if answer == THEIRS:
        return now
    value = codec.parse_environment(dialog.text, stem) if answer == TEXT else mine
    return await ui.session.save_environment(owner, now, value, source=parent)
