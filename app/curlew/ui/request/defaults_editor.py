"""The editor of what a folder or a collection gives to the requests below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from curlew.model.inherit import Surroundings
from curlew.model.request import Collection, Defaults, Folder, Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.draft_editor import DraftEditor
from curlew.ui.request.tabs import defaults_tabs

Container: TypeAlias = Folder | Collection


class DefaultsEditor(DraftEditor):
    """Edits a Folder or a Collection with the tabs of the request editor. `edited` comes with each change by a person."""

    def __init__(self, ui: Ui, top: bool = False) -> None:
        """`top`: a collection, with nothing above to inherit from."""
        super().__init__(ui, defaults_tabs(top), "headers")
        self._value: Container = Collection() if top else Folder()
        self.strip.setAccessibleName(_("Parts of the collection") if top else _("Parts of the folder"))

    def load(self, value: Container, item_id: int | None = None) -> None:
        """Show a folder or collection; an equal one leaves caret and undo steps as they are."""
        request = as_request(value)
        self._value = value
        if request != self.request:
            self.show_request(request)
        self._refresh_scope()

    def value(self) -> Container:
        """Return the value with all that was typed up to now."""
        return with_request(self._value, self.current())

    def set_surroundings(self, around: Surroundings) -> None:
        """Say what stands above: for a folder the outer folders and the collection, without itself."""
        super().set_surroundings(around)


def as_request(value: Container) -> Request:
    """Return what a folder or collection gives, in the shape that the pages show."""
    given = value.defaults
    return Request(
        name=value.name,
        headers=given.headers,
        auth=given.auth,
        variables=given.variables,
        scripts=given.scripts,
        settings=given.settings,
        docs=value.docs,
    )


def with_request(value: Container, request: Request) -> Container:
    """Return the folder or collection with what the pages changed; the very same one where nothing changed."""
    defaults: Defaults = replace(
        value.defaults,
        headers=request.headers,
        auth=request.auth,
        variables=request.variables,
        scripts=request.scripts,
        settings=request.settings,
    )
    changed = replace(value, defaults=defaults, docs=request.docs)
    return value if changed == value else changed
