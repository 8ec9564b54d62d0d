"""Values of secret variables while an environment is edited: kept outside of its file, hidden until they are shown."""

from __future__ import annotations

from curlew.engine.session import Session


class SecretStore:
    """The values of one environment's secrets; `shown` are the names whose values may be seen."""

    def __init__(self, session: Session, owner: int, environment: str) -> None:
        self._session = session
        self._owner = owner
        self.environment = environment
        self.shown: set[str] = set()

    def get(self, name: str) -> str:
        return self._session.secret_value(self._owner, self.environment, name) or ""

    def put(self, name: str, value: str) -> None:
        if name:
            self._session.set_secret_value(self._owner, self.environment, name, value)

    def rename(self, old: str, new: str) -> None:
        """Let a variable's value follow its name."""
        value = self.get(old)
        if value and old != new:
            self.put(new, value)
            self.put(old, "")

    def toggle_shown(self, name: str) -> None:
        self.shown ^= {name}
