"""What a request gets from the folders and the collection above it, with the place each part comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from curlew.model.auth import Auth
from curlew.model.request import Defaults, Request, Settings
from curlew.model.rows import Extra, Row
from curlew.model.template import Layer, Scope
from curlew.model.variables import Environment
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Above:
    """One folder or collection above a request, or the workspace, by its `kind`. config: a collection's, as its file has it."""

    kind: str
    name: str
    item_id: int | None
    defaults: Defaults
    config: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a request is seen in.

    above: from the nearest folder to the collection. The environments are the active ones, resolved through `extends`;
    `workspace` is the active workspace-wide one; `runtime` holds values given for this run (`--var`, the window's base address).
    workspace_gives: the workspace itself, which gives settings and nothing else.
    """

    above: tuple[Above, ...] = ()
    environment: Environment | None = None
    workspace: Environment | None = None
    runtime: tuple[Layer, ...] = ()
    workspace_gives: Above | None = None


def inherited_headers(around: Surroundings) -> tuple[tuple[Row, Above], ...]:
    """Return the headers given from above, outermost first, each with its giver; an inner one replaces outer ones of its name."""
    found: list[tuple[Row, Above]] = []
    for above in reversed(around.above):
        names = {row.name.lower() for row in above.defaults.headers if row.enabled}
        found = [(row, giver) for row, giver in found if row.name.lower() not in names]
        found += [(row, above) for row in above.defaults.headers if row.enabled and row.name]
    return tuple(found)


def settled_auth(auth: Auth | None, around: Surroundings) -> tuple[Auth | None, Above | None]:
    """Follow `inherit` to the nearest folder or collection that sets an auth; the giver is None where it is the request's own."""
    if auth is None or auth.kind != "inherit":
        return auth, None
    for above in around.above:
        given = above.defaults.auth
        if given is not None and given.kind != "inherit":
            return (None if given.kind == "none" else given), above
    return None, None


def settled_settings(own: Settings, around: Surroundings) -> Settings:
    """Fill what is not set (or says `inherit`) from the nearest place above that sets it."""
    settled = own
    for above in around.above:
        for name in ("encode_url", "timeout", "follow_redirects", "max_redirects", "forward_authorization", "verify_tls"):
            if getattr(settled, name) in (None, "inherit"):
                settled = replace(settled, **{name: getattr(above.defaults.settings, name)})
    return settled


def code_from(request: Request, around: Surroundings) -> tuple[str, ...]:
    """Return where scripts, assertions or actions come from that would run: the names of the places, the request's own first."""
    found = [request.name or _("this request")] if request.has_code else []
    found += [above.name for above in around.above if any(script.code.strip() for script in above.defaults.scripts)]
    return tuple(found)


def scope_for(
    request: Request | None,
    around: Surroundings,
    secret_value: Callable[[Layer, str], str | None] = lambda _layer, _name: None,
    dynamic: Callable[[str], str | None] = lambda _name: None,
) -> Scope:
    """Return the scope: runtime > request > inner folder > outer folder > environment > collection > workspace."""
    layers: list[Layer] = list(around.runtime)
    if request is not None and request.variables:
        layers.append(Layer("request", request.name or _("Request"), request.variables))
    folders: Sequence[Above] = [above for above in around.above if above.kind == "folder"]
    collections = [above for above in around.above if above.kind == "collection"]
    layers += [Layer("folder", above.name, above.defaults.variables, above.item_id) for above in folders]
    if around.environment is not None:
        layers.append(Layer("environment", around.environment.name, around.environment.variables))
    layers += [Layer("collection", above.name, above.defaults.variables, above.item_id) for above in collections]
    if around.workspace is not None:
        layers.append(Layer("workspace", around.workspace.name, around.workspace.variables))
    return Scope(layers, secret_value, dynamic)
