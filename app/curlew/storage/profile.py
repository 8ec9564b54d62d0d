"""Where Curlew keeps what belongs to a person and not to a collection: the platform's folders, or all under CURLEW_HOME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from curlew.errors import StorageError
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one person on one machine.

    data: workspaces and the trash; state: drafts, history, window; cache: what can be made again; config: settings.
    """

    data: Path
    state: Path
    cache: Path
    config: Path

    @classmethod
    def at(cls, home: Path) -> Profile:
        """Return the profile that lies under one folder."""
        return cls(home / "data", home / "state", home / "cache", home / "config")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Profile:
        """Return the profile under CURLEW_HOME if that is set, else in the platform's folders (XDG honoured); make the folders.

        Raises StorageError where a folder cannot be used.
        """
        home = (os.environ if environ is None else environ).get("CURLEW_HOME", "")
        profile = cls.at(Path(home).expanduser().absolute()) if home else cls._of_platform()
        profile.create()
        return profile

    @classmethod
    def _of_platform(cls) -> Profile:
        from platformdirs import PlatformDirs

        try:
            places = PlatformDirs("curlew", appauthor=False)
            return cls(places.user_data_path, places.user_state_path, places.user_cache_path, places.user_config_path)
        except RuntimeError as error:  # no home folder can be found
            raise _refused(_("your home folder"), str(error)) from error

    def create(self) -> None:
        """Make the folders that are not there yet, for this user only."""
        for folder in (self.data, self.state, self.cache, self.config):
            _make_private(folder)

    @property
    def workspaces(self) -> Path:
        return self.data / "workspaces"

    @property
    def trash(self) -> Path:
        return self.data / "trash"

    @property
    def drafts(self) -> Path:
        return self.state / "drafts"

    @property
    def history(self) -> Path:
        return self.state / "history"


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(str(folder), _reason(folder, error)) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _refused(str(folder), _("You may not read and write there."))


def _reason(folder: Path, error: OSError) -> str:
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            return _("{path} is a file, not a folder.").format(path=place)
    return error.strerror or str(error)


def _refused(place: str, reason: str) -> StorageError:
    return StorageError(
        _("Curlew cannot use {place}").format(place=place),
        reason,
        _("Make that folder usable, or set the environment variable CURLEW_HOME to a folder of your choice."),
    )
