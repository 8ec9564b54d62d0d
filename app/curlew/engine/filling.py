"""Secrets that no file holds, put where they belong for one send: in empty fields of an auth, in a collection's proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from curlew.model.auth import Auth
from curlew.model.inherit import Above, Surroundings, settled_auth
from curlew.model.request import Request
from curlew.model.sent_certificates import listed
from curlew.model.variables import Environment
from curlew.net.auth import AUTH_KINDS

if TYPE_CHECKING:
    from curlew.engine.secrets import Secrets

PROXY_PASSWORD = "proxy.password"

Place = tuple[str, str]
EnvironmentPlaces = tuple[str, str]
"""Where the secrets of the collection's active environment are kept, and those of the workspace's; empty without one."""

Look = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Filled:
    """A request with its surroundings as they are sent; secrets: the values that were put in."""

    request: Request
    around: Surroundings
    secrets: tuple[str, ...] = ()


def auth_field(name: str) -> str:
    """Return the field under which a secret of an auth is kept; name: its path inside the auth."""
    return f"auth.{name}"


def passphrase_field(entry: Mapping[str, Any]) -> str:
    """Return the field under which the passphrase of a client certificate is kept: by the file that it opens."""
    return f"certificate:{entry.get('pkcs12FilePath') or entry.get('certificateFilePath') or ''}"


def with_passphrases(entries: Iterable[Any], look: Callable[[str], str | None]) -> tuple[Any, ...]:
    """Return client certificates in the words of the standard, with the passphrases that no file holds."""
    found = []
    for entry in entries:
        is_open = isinstance(entry, Mapping) and not entry.get("passphrase")
        passphrase = look(passphrase_field(entry)) if is_open else None
        found.append({**entry, "passphrase": passphrase} if passphrase else entry)
    return tuple(found)


def empty_secrets(auth: Auth | None) -> tuple[str, ...]:
    """Return the paths of an auth's secret fields in which its file has nothing."""
    kind = AUTH_KINDS.get(auth.kind) if auth is not None else None
    if kind is None or auth is None:
        return ()
    return tuple(field.name for field in kind.fields if field.secret and auth.at(field.name) in (None, ""))


def parted(request: Request, secrets: Secrets, place: str) -> Request:
    """Return a request that a person pasted, less what stands in its auth's secret fields: that is kept as what is typed there.

    A field for which a value is kept already is left as it is: undoing must not send the one where the other belongs.
    """
    auth = request.auth
    kind = AUTH_KINDS.get(auth.kind) if auth is not None else None
    for field in kind.fields if kind is not None else ():
        name = auth_field(field.name)
        text = auth.text(field.name) if auth is not None and field.secret else ""
        if text and "{{" not in text and not secrets.holds(place, name) and not secrets.is_in_file(place, name):
            secrets.set(place, name, text)
            auth = auth and auth.with_value(field.name, "")
    return request if auth is request.auth else replace(request, auth=auth)


def wanted_places(request: Request, around: Surroundings, own: str, place_of: Callable[[int], str], at: EnvironmentPlaces) -> set[Place]:
    """Return where the secrets are that this send could use. own: the request's place; at: those of both environments."""
    auth, giver = settled_auth(request.auth, around)
    place = own if giver is None else _place(giver, place_of)
    wanted = {(place, auth_field(name)) for name in empty_secrets(auth)}
    for above in around.above:
        if _proxy_account(above.config) is not None:
            wanted.add((_place(above, place_of), PROXY_PASSWORD))
        wanted |= {(_place(above, place_of), passphrase_field(entry)) for entry in listed(above.config)}
    for environment, where in zip((around.environment, around.workspace), at, strict=True):
        entries = environment.client_certificates if environment is not None else ()
        wanted |= {(where, passphrase_field(entry)) for entry in entries}
    return wanted


def filled(
    request: Request, around: Surroundings, own: str, place_of: Callable[[int], str], look: Look, at: EnvironmentPlaces = ("", "")
) -> Filled:
    """Put in what `look` has; what it has not stays empty."""
    found: list[str] = []

    def taken(place: str, field: str) -> str | None:
        value = look(place, field) if place else None
        if value:
            found.append(value)
        return value

    auth, giver = settled_auth(request.auth, around)
    if auth is not None:
        place = own if giver is None else _place(giver, place_of)
        whole = _with_secrets(auth, lambda field: taken(place, field))
        if giver is None:
            request = replace(request, auth=whole)
        else:
            given = replace(giver, defaults=replace(giver.defaults, auth=whole))
            around = replace(around, above=tuple(given if above is giver else above for above in around.above))
    above = tuple(_with_password(one, lambda field, one=one: taken(_place(one, place_of), field)) for one in around.above)  # type: ignore[misc]
    environment = _opened(around.environment, lambda field: taken(at[0], field))
    workspace = _opened(around.workspace, lambda field: taken(at[1], field))
    if (above, environment, workspace) != (around.above, around.environment, around.workspace):
        around = replace(around, above=above, environment=environment, workspace=workspace)
    return Filled(request, around, tuple(found))


def _opened(environment: Environment | None, look: Callable[[str], str | None]) -> Environment | None:
    """Return an environment with the passphrases of its certificates."""
    if environment is None or not environment.client_certificates:
        return environment
    return replace(environment, client_certificates=with_passphrases(environment.client_certificates, look))


def _with_secrets(auth: Auth, look: Callable[[str], str | None]) -> Auth:
    for name in empty_secrets(auth):
        value = look(auth_field(name))
        if value:
            auth = auth.with_value(name, value)
    return auth


def _place(above: Above, place_of: Callable[[int], str]) -> str:
    return place_of(above.item_id) if above.item_id is not None else ""


def _proxy_account(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the credentials of a collection's proxy if they have a user and no password."""
    proxy = config.get("proxy")
    data = proxy.get("config") if isinstance(proxy, Mapping) else None
    account = data.get("auth") if isinstance(data, Mapping) else None
    return account if isinstance(account, Mapping) and account.get("username") and not account.get("password") else None


def _with_password(above: Above, look: Callable[[str], str | None]) -> Above:
    config = above.config
    if listed(config):
        config = {**config, "clientCertificates": with_passphrases(config["clientCertificates"], look)}
        above = above if config == above.config else replace(above, config=config)
    account = _proxy_account(above.config)
    password = look(PROXY_PASSWORD) if account is not None else None
    if account is None or not password:
        return above
    proxy = above.config["proxy"]
    data = {**proxy["config"], "auth": {**account, "password": password}}
    return replace(above, config={**above.config, "proxy": {**proxy, "config": data}})
