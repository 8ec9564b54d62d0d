"""One request under several environments, without switching the active one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from curlew.model.environment_file import EnvironmentFile
from curlew.model.request import Request
from curlew.text import _
from curlew.ui.compare.side import Side, colour_of, of_exchange, owner_of
from curlew.ui.context import Ui
from curlew.ui.documents.secret_values import ask_for_secrets


@dataclass(frozen=True, slots=True)
class Subject:
    """The request whose responses are compared. path: of its file, empty without one; secrets: where those of one without are kept."""

    request: Request
    item_id: int | None
    name: str
    path: str = ""
    secrets: str = ""


def environments_of(ui: Ui, path: str) -> tuple[EnvironmentFile, ...]:
    """Return the environments that a request can be sent under."""
    return ui.session.environments(owner_of(ui.session, path))


def active_of(ui: Ui, path: str) -> str:
    return ui.session.active_environment(owner_of(ui.session, path))


async def send_under(ui: Ui, parent: QWidget, subject: Subject, environments: Sequence[str]) -> list[Side]:
    """Send under each environment at once (secrets are asked for first); return the sides, empty where the person called it off."""
    for name in environments:
        around = await ui.session.surroundings(subject.item_id, name)
        if not await ask_for_secrets(ui, parent, subject.request, around, subject.item_id):
            return []
    sends = [ui.session.send(subject.request, subject.item_id, place=subject.secrets, environment=name) for name in environments]
    sides = []
    for name, exchange in zip(environments, await asyncio.gather(*sends), strict=True):
        side = of_exchange(ui.session, exchange, subject.name, subject.path)
        label = name or _("No environment")
        sides.append(Side(exchange, label, colour_of(ui.session, subject.path, name), side.history, subject.name, subject.path))
    return sides
