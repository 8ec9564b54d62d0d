"""What a file keeps for Curlew alone (`extensions.curlew`), which other programs drop when they save."""

from __future__ import annotations

from dataclasses import replace

from curlew.model.request import Collection, FileValue, Folder, Opaque, Request, Settings


def lost_settings(former: FileValue, now: FileValue) -> tuple[str, ...]:
    """Return the names, as in the file, of what `former` had for Curlew alone, if nothing of it is left in `now`."""
    had = _names(former)
    return had if had and not _names(now) else ()


def with_settings_of(value: FileValue, former: FileValue) -> FileValue:
    """Return a value with what `former` had for Curlew alone."""
    if isinstance(value, Request) and isinstance(former, Request):
        settings = replace(value.settings, verify_tls=former.settings.verify_tls, own=former.settings.own)
        return replace(value, extensions=former.extensions, settings=settings)
    for kind in (Folder, Collection):
        if isinstance(value, kind) and isinstance(former, kind):
            given = former.defaults.settings
            settings = replace(value.defaults.settings, verify_tls=given.verify_tls, own=given.own)
            return replace(value, extensions=former.extensions, defaults=replace(value.defaults, settings=settings))
    return value


def _names(value: FileValue) -> tuple[str, ...]:
    if isinstance(value, Opaque):
        return ()
    settings: Settings = value.settings if isinstance(value, Request) else value.defaults.settings
    return (*value.extensions, *(("verifyTls",) if settings.verify_tls is not None else ()), *settings.own)
