"""Where else an environment's variables come from: the environments that it extends, and its .env file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curlew.model.environment_file import EnvironmentFile
from curlew.model.template import Layer
from curlew.model.variables import Environment, Variable
from curlew.text import _
from curlew.ui.environments.shapes import Inherited


@dataclass(frozen=True, slots=True)
class Source:
    """One place with its rows; `file` is the environment to open, None for a .env file."""

    title: str
    note: str
    rows: tuple[Inherited, ...]
    file: EnvironmentFile | None = None


def bases(files: Sequence[EnvironmentFile], value: Environment) -> tuple[EnvironmentFile, ...]:
    """Return the environments that one extends, the nearest first; a circle ends where it closes."""
    by_name = {file.name: file for file in files if not file.problem}
    found: list[EnvironmentFile] = []
    seen = {value.name}
    name = value.extends
    while name and name in by_name and name not in seen:
        seen.add(name)
        found.append(by_name[name])
        name = by_name[name].value.extends
    return tuple(found)


def sources(files: Sequence[EnvironmentFile], value: Environment, dotenv: Iterable[Variable]) -> tuple[Source, ...]:
    """Return the places with their rows; what an inner place gives is overridden in the outer ones, the .env file is the outermost."""
    taken = {variable.name for variable in value.variables if variable.enabled}
    found: list[Source] = []
    for file in bases(files, value):
        rows = _rows(file.value.variables, "link", taken)
        found.append(Source(_("From {name}").format(name=file.name), _("read here, changed there"), rows, file))
    rows = _rows(tuple(dotenv), "file", taken)
    if rows:
        found.append(Source(_("From {name}").format(name=value.dotenv_path), _("read when this page opens"), rows))
    return tuple(found)


def _rows(variables: Sequence[Variable], mark: str, taken: set[str]) -> tuple[Inherited, ...]:
    rows = tuple(Inherited(variable, mark, variable.name in taken, mark == "file" or variable.secret) for variable in variables)
    taken.update(variable.name for variable in variables if variable.enabled)
    return rows


def layers(files: Sequence[EnvironmentFile], value: Environment, dotenv: Sequence[Variable]) -> list[Layer]:
    """Return what the variables of an environment see of each other, for pills and the card with origins."""
    found = [Layer("environment", value.name, value.variables)]
    found += [Layer("environment", file.name, file.value.variables) for file in bases(files, value)]
    if dotenv:
        found.append(Layer("environment", value.dotenv_path, tuple(dotenv)))
    return found
