"""Opening the way to a place or to an offset of the text, waiting for children that are still being looked for."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections.abc import Callable

from curlew.preview.outline.opening import Shape, give_way
from curlew.preview.outline.tree import ChildList, Node, Value
from curlew.preview.places import Place
from curlew.ui.response.views.tree.loading import Loader
from curlew.ui.response.views.tree.model import TreeModel

SLICE = 1024 * 1024
MOST_LOOKS = 20_000
"""Slices and hits that are looked at before the keys are gone through one by one."""

AT_ONCE = 500
"""Children whose keys are compared in the window's thread."""

FEW = 50
"""Children whose keys are compared one by one: what is below them may be very large."""

TURN_S = 0.004


class Ways:
    """Each way ends in the row of what was looked for, or of the nearest container above it that is shown."""

    def __init__(self, model: TreeModel, loader: Loader) -> None:
        self._model, self._loader = model, loader

    async def to_place(self, place: Place) -> int:
        """Open all containers above a place; return its row, -1 where there is nothing like it."""
        model, halt = self._model, self._loader.halt
        if model.outline is None or model.shape is None:
            return -1
        outline = model.outline
        node, row = outline.root, -1
        turn = _Turn()
        for part in place:
            await self._loader.ready(node)
            await turn.pass_on()
            at = -1 if halt.is_set() else await self._child(node, part)
            if model.outline is not outline and not halt.is_set():
                return await self.to_place(place)  # other rows are shown meanwhile
            if at < 0 or halt.is_set() or node.position_of(at) < 0:
                return row
            row = model.row_of(node, at)
            below = model.open(node, at) if node.depth + 1 < len(place) else None
            if below is None:
                return row
            node = below
        return row

    async def _child(self, node: Node, part: str | int) -> int:
        shape, count = self._model.shape, len(node.children)
        assert shape is not None
        if isinstance(part, int):
            return part if 0 <= part < count else -1
        if count <= AT_ONCE:
            return child_named(shape, node, part, lambda: False)
        return await asyncio.to_thread(child_named, shape, node, part, self._loader.halt.is_set)

    async def to_offset(self, offset: int) -> int:
        """Open all containers above an offset; return the row of the innermost value there, -1 for none."""
        model, halt = self._model, self._loader.halt
        if model.outline is None:
            return -1
        outline = model.outline
        node, row = outline.root, -1
        turn = _Turn()
        while True:
            await self._loader.ready(node)
            await turn.pass_on()
            if halt.is_set():
                return -1
            if model.outline is not outline:
                return await self.to_offset(offset)
            position = position_at(node, offset)
            if position < 0:
                return row
            at = node.index_at(position)
            value = node.children.value(at)
            row = model.row_of(node, at)
            below = model.open(node, at) if value.holds_values and value.start < offset < value.end else None
            if below is None:
                return row
            node = below


class _Turn:
    """Lets the window go on within a way of very many levels."""

    def __init__(self) -> None:
        self._until = time.perf_counter() + TURN_S

    async def pass_on(self) -> None:
        if time.perf_counter() > self._until:
            await asyncio.sleep(0)
            self._until = time.perf_counter() + TURN_S


def child_named(shape: Shape, node: Node, part: str | int, halted: Callable[[], bool]) -> int:
    """Return the index of the child that adds this part to a place, -1 for none."""
    found = -1 if shape.xml or len(node.children) <= FEW else _written(shape, node, part)
    if found >= 0:
        return found
    for index in range(len(node.children)):
        if index % 1000 == 0 and halted():
            break
        give_way(index)
        if shape.part(node.children.value(index), index) == part:
            return index
    return -1


def _written(shape: Shape, node: Node, part: str | int) -> int:
    """Return the index of the member whose key is written in the text as it is, without escapes; -1 where none is found so."""
    wanted, children = f'"{part}"'.encode("utf-8", "replace"), node.children
    at, last = node.value.start, children.value(len(children) - 1).end if len(children) else 0
    for _look in range(MOST_LOOKS):
        stop = min(at + SLICE, last)
        hit = shape.data.find(wanted, at, min(stop + len(wanted), last))
        if hit < 0 and stop >= last:
            return -1
        if hit < 0:
            at = stop
            continue
        index = _child_at(children, hit)
        if index >= 0 and children.value(index).key == (hit, hit + len(wanted)):
            return index
        at = hit + 1
    return -1


def _child_at(children: ChildList, offset: int) -> int:
    """Return the index of the last child that begins at an offset or before it, -1 where all begin later."""
    low, high = 0, len(children)
    while low < high:
        middle = (low + high) // 2
        if _begin(children.value(middle)) <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


def position_at(node: Node, offset: int) -> int:
    """Return the position of the last shown child that begins at an offset or before it, -1 where all begin later."""
    index = _child_at(node.children, offset)
    if node.only is None:
        return min(index, node.known - 1)
    return min(bisect_right(node.only, index), node.known) - 1


def _begin(value: Value) -> int:
    return value.start if value.key is None else min(value.start, value.key[0])
