"""An ordered table of kinds, looked up by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


class Registry(Generic[T]):
    """Kinds in the order in which people see them; ids are unique."""

    def __init__(self, kinds: Iterable[T]) -> None:
        self._kinds: dict[str, T] = {}
        for kind in kinds:
            if kind.id in self._kinds:
                raise ValueError(f"two kinds share the id {kind.id!r}")
            self._kinds[kind.id] = kind

    def __iter__(self) -> Iterator[T]:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, kind_id: object) -> bool:
        return kind_id in self._kinds

    def __getitem__(self, kind_id: str) -> T:
        try:
            return self._kinds[kind_id]
        except KeyError:
            raise KeyError(f"no kind {kind_id!r}; there are: {', '.join(self._kinds)}") from None

    def get(self, kind_id: str) -> T | None:
        return self._kinds.get(kind_id)

    def ids(self) -> tuple[str, ...]:
        return tuple(self._kinds)
