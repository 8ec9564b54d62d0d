"""What counts in the end: each setting its own, or from the nearest place above that says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curlew.model.inherit import Above, Surroundings
from curlew.model.prepared import SendSettings
from curlew.model.proxying import collection_proxy, proxy_from
from curlew.model.request import Settings
from curlew.model.send_settings import MEGABYTE, TABLE, SendSetting, in_order
from curlew.model.sent_certificates import certificates_for

_STANDARD = tuple(setting for setting in TABLE if setting.field)


@dataclass(frozen=True, slots=True)
class Origin:
    """A value in force and who gives it; giver None: set here."""

    value: Any
    giver: Above | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value that a place says and that cannot count: why, and who says it (None: the request itself)."""

    setting: SendSetting
    problem: str
    giver: Above | None


def raw_value(settings: Settings, setting: SendSetting) -> Any:
    """Return what a place says, as the file says it: None where it says nothing, also a value of the wrong type or out of range."""
    if not setting.field:
        return settings.own.get(setting.key)
    value = getattr(settings, setting.field)
    return settings.extra.get(setting.key) if value is None else value


def own_value(settings: Settings, setting: SendSetting) -> Any:
    """Return the value that counts; None where a place says nothing, `inherit`, or something that cannot be."""
    value = getattr(settings, setting.field) if setting.field else settings.own.get(setting.key)
    return None if value is None or value == "inherit" or setting.problem(value) else value


def with_value(settings: Settings, setting: SendSetting, value: Any) -> Settings:
    """Return the settings with one value; None takes it away (a file that says `inherit` goes on saying so)."""
    if value is None and raw_value(settings, setting) == "inherit":
        value = "inherit"
    if setting.field:
        extra = {key: kept for key, kept in settings.extra.items() if key != setting.key}
        changed: dict[str, Any] = {setting.field: value}
        return replace(settings, **changed, extra=extra)
    own = {key: kept for key, kept in settings.own.items() if key != setting.key or value is not None}
    if value is not None:
        own[setting.key] = value
    return replace(settings, own=in_order(own))


def givers(around: Surroundings) -> tuple[Above, ...]:
    """Return who gives settings from above: the nearest folder first, the workspace last."""
    return around.above if around.workspace_gives is None else (*around.above, around.workspace_gives)


def inherited(setting: SendSetting, around: Surroundings) -> Origin | None:
    """Return what the nearest place above says; None where none does."""
    for above in givers(around):
        value = own_value(above.defaults.settings, setting)
        if value is None and setting.target == "proxy":
            standard = collection_proxy(above.config)
            value = None if standard is None else standard.url if setting.key == "proxy" else standard.bypass
        if value is not None:
            return Origin(value, above)
    return None


def origins(own: Settings, around: Surroundings) -> dict[str, Origin]:
    """Return for each setting that somebody sets its value and who does; what is not in it has the program's default."""
    found: dict[str, Origin] = {}
    for setting in TABLE:
        value = own_value(own, setting)
        origin = Origin(value) if value is not None else inherited(setting, around)
        if origin is not None:
            found[setting.key] = origin
    return found


def unusable(own: Settings, around: Surroundings) -> tuple[Unusable, ...]:
    """Return what places say that cannot count, so that a place above or the program's default does; not what a nearer place overrides."""
    found: list[Unusable] = []
    said: set[str] = set()
    for giver, settings in ((None, own), *((above, above.defaults.settings) for above in givers(around))):
        for setting in _said_by(settings):
            raw = raw_value(settings, setting)
            if setting.key in said or raw is None or raw == "inherit":
                continue
            said.add(setting.key)
            problem = setting.problem(raw)
            if problem:
                found.append(Unusable(setting, problem, giver))
    return tuple(found)


def _said_by(settings: Settings) -> Iterator[SendSetting]:
    yield from (setting for setting in _STANDARD if getattr(settings, setting.field) is not None)
    for key in (*settings.own, *settings.extra):
        setting = TABLE.get(key)
        if setting is not None and bool(setting.field) == (key in settings.extra):
            yield setting


def settle(own: Settings, around: Surroundings, fallbacks: SendSettings, fill: Callable[[str], str] = lambda text: text) -> SendSettings:
    """Return what counts for a send. fallbacks: where nobody says anything. fill: fills variables in. Paths stay as written."""
    said: dict[str, Any] = {}
    for settings in (own, *(above.defaults.settings for above in givers(around))):
        for setting in _STANDARD:
            if getattr(settings, setting.field) is not None and setting.key not in said:
                _note(said, settings, setting)
        for key in settings.own:
            if key not in said and key in TABLE and not TABLE[key].field:
                _note(said, settings, TABLE[key])
    changes = {TABLE[key].target: _SENT.get(key, _as_it_is)(value, fill) for key, value in said.items() if TABLE[key].target != "proxy"}
    proxy = proxy_from(own, givers(around), fallbacks.proxy, fill)
    certificates = certificates_for(around, fill)
    if not changes and not certificates and proxy is fallbacks.proxy:
        return fallbacks
    return replace(fallbacks, **changes, proxy=proxy, client_certificates=(*certificates, *fallbacks.client_certificates))


def _note(said: dict[str, Any], settings: Settings, setting: SendSetting) -> None:
    value = own_value(settings, setting)
    if value is not None:
        said[setting.key] = value


def _as_it_is(value: Any, _fill: Callable[[str], str]) -> Any:
    return value


def _seconds(value: float, _fill: Callable[[str], str]) -> float | None:
    return value / 1000 if value > 0 else None


def _filled(value: tuple[str, ...], fill: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(filter(None, (fill(text).strip() for text in value)))


_SENT: Mapping[str, Callable[[Any, Callable[[str], str]], Any]] = {
    "timeout": _seconds,
    "connectTimeout": _seconds,
    "tlsTimeout": _seconds,
    "writeTimeout": _seconds,
    "readTimeout": _seconds,
    "idleTimeout": _seconds,
    "maxRedirects": lambda value, _fill: int(value),
    "maxBody": lambda value, _fill: int(value * MEGABYTE) or None,
    "omitHeaders": lambda value, _fill: tuple(name.strip().lower() for name in value),
    "trustedHosts": _filled,
    "resolve": _filled,
    "unixSocket": lambda value, fill: fill(value).strip(),
    "caFiles": lambda value, fill: tuple(Path(text) for text in _filled(value, fill)),
}
"""How a value as people set it becomes the field of `SendSettings`."""
