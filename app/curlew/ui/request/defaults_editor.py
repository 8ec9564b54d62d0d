"""The editor of what a folder or a collection gives to the requests below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from curlew.engine.dynamic import dynamic_value
from curlew.model.inherit import Above, scope_for
from curlew.model.request import Collection, Defaults, Folder, Request
from curlew.model.template import Scope
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.collection_config import CONFIG
from curlew.ui.request.draft_editor import DraftEditor
from curlew.ui.request.tabs import defaults_tabs

Container: TypeAlias = Folder | Collection


class DefaultsEditor(DraftEditor):
    """Edits a Folder or a Collection with the tabs of the request editor. `edited` comes with each change by a person."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, defaults_tabs(lambda: isinstance(self._value, Collection)), "headers")
        self._value: Container = Folder()

    def load(self, value: Container, item_id: int | None = None) -> None:
        """Show a folder or collection; an equal one leaves caret and undo steps as they are."""
        self._value, self.item_id = value, item_id
        self.strip.setAccessibleName(_("Parts of the collection") if isinstance(value, Collection) else _("Parts of the folder"))
        self.show_request(as_request(value))
        self._refresh_scope()

    def value(self) -> Container:
        """Return the value with all that was typed up to now."""
        return with_request(self._value, self.current())

    def scope(self) -> Scope:
        """Return the variables as a request inside sees them: the own ones are those of a folder or collection."""
        kind = "collection" if isinstance(self._value, Collection) else "folder"
        own = Above(kind, self._value.name, self.item_id, with_request(self._value, self.request).defaults)
        return scope_for(None, replace(self.around, above=(own, *self.around.above)), self.secret_of, dynamic_value)


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
        app={CONFIG: value.config} if isinstance(value, Collection) else {},
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
    changed: Container = replace(value, defaults=defaults, docs=request.docs)
    if isinstance(changed, Collection) and CONFIG in request.app:
        changed = replace(changed, config=request.app[CONFIG])
    return value if changed == value else changed
