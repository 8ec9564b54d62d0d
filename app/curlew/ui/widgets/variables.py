"""What fields ask about `{{variables}}`: their values, origins and names; told anew when the surroundings change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from curlew.model.template import Binding, Scope, Use


class VariableSource(QObject):
    """Holds the scope in force; `changed` is emitted when values may differ."""

    changed = Signal()

    def __init__(self, scope: Scope | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_settled = True
        """False until it is known what is around: until then no variable is said to be missing."""
        self._scope = scope or Scope()
        self._uses: dict[str, Use] = {}

    @property
    def scope(self) -> Scope:
        return self._scope

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope
        self._uses.clear()
        self.changed.emit()

    def use(self, name: str) -> Use:
        """Resolve a name (cached: painting asks often); its value is None where it is not set."""
        name = name.strip()
        if name not in self._uses:
            self._uses[name] = self._scope.value(name)
        return self._uses[name]

    def is_known(self, name: str) -> bool:
        """Tell whether a variable has a value, or is a secret whose value is asked for when it is needed."""
        return not self.is_settled or self.use(name).value is not None or self.use(name).secret

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """Return every place that gives the name, the winner first."""
        return tuple(self._scope.bindings(name.strip()))

    def names(self) -> tuple[str, ...]:
        return self._scope.names()
