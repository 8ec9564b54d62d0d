"""Keeps changed shortcuts in the settings: one text setting that holds JSON."""

from __future__ import annotations

import json

from curlew.storage.settings import SettingsStore

SETTING = "shortcuts.changed"


def kept_shortcuts(settings: SettingsStore) -> dict[str, str]:
    """Return the changed shortcuts by action id; nothing where the setting is broken."""
    try:
        kept = json.loads(settings.word(SETTING) or "{}")
    except ValueError:
        return {}
    return {str(action): keys for action, keys in kept.items() if isinstance(keys, str)} if isinstance(kept, dict) else {}


def keep_shortcuts(settings: SettingsStore, changed: dict[str, str]) -> None:
    """Put changed shortcuts into the settings."""
    settings.set(SETTING, json.dumps(changed, sort_keys=True) if changed else "")
