"""A collection that keeps its requests in one file: said when it opens, with the offer to unpack it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from curlew.engine.desk import Desk
from curlew.engine.messages import Message
from curlew.errors import CurlewError
from curlew.model.tree import Item
from curlew.storage.unpacking import unpack
from curlew.text import _, ngettext


def offer_unpacking(desk: Desk, item: Item, count: int, read: Callable[[int], Coroutine[None, None, None]]) -> None:
    """Tell that a collection is a bundle of `count` files; `read` reads the collection again once it is unpacked."""
    loop = asyncio.get_running_loop()

    def work() -> None:
        try:
            unpack(item.path)
        except CurlewError as error:
            loop.call_soon_threadsafe(desk.note, error)
        else:
            asyncio.run_coroutine_threadsafe(read_again(), loop)

    async def read_again() -> None:
        try:
            await read(item.id)
        except CurlewError as error:
            desk.note(error)

    desk.messages.post(
        Message(
            "info",
            _("{name} keeps all its requests in one file").format(name=item.name),
            ngettext(
                "It is a bundle: {count} part stands in its opencollection.yml, where neither Curlew nor Bruno can work with it.",
                "It is a bundle: {count} parts stand in its opencollection.yml, where neither Curlew nor Bruno can work with them.",
                count,
            ).format(count=count),
            _("Unpacked, each request is a file of its own beside it."),
            _("Unpack"),
            lambda: desk.disk.later(work),
        )
    )
