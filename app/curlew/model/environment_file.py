"""An environment together with the file that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from curlew.model.variables import Environment


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """`hash` is that of the text read; `problem` says in words why a broken file has no value ("line 3: …"), empty otherwise."""

    path: Path
    name: str
    value: Environment
    hash: str = ""
    problem: str = ""
