"""F19: a program that is stopped for a while, as a laptop is that sleeps, says so, and its next send works."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time

STOPPED_S = 6.0


async def client(port: int) -> None:
    """In a process of its own: send to a server that does not answer, be stopped, and send again."""
    from curlew.engine.send import Sender, SendJob, SendOptions
    from curlew.model.prepared import SendSettings
    from curlew.model.request import Request

    sender = Sender()
    options = SendOptions(SendSettings(timeout_s=1.0))
    await sender.warm_up()
    print("sending", flush=True)
    slept = await sender.send(SendJob(Request(url=f"http://127.0.0.1:{port}/silent"), options=options))
    again = await sender.send(SendJob(Request(url=f"http://127.0.0.1:{port}/"), options=options))
    await sender.close()
    print(slept.error.reason if slept.error else "no error", flush=True)
    print(again.response.status if again.response else again.error, flush=True)


def test_F19_a_stopped_program_says_so_and_goes_on() -> None:
    from helpers.rawserver import OK, Connection, raw_server

    async def answer(connection: Connection) -> None:
        if b"silent" in await connection.request():
            await asyncio.sleep(60)
        await connection.send(OK)

    async def serve(ready: threading.Event, ports: list[int]) -> None:
        async with raw_server(answer) as server:
            ports.append(server.port)
            ready.set()
            await asyncio.sleep(30)

    ready, ports = threading.Event(), list[int]()
    threading.Thread(target=lambda: asyncio.run(serve(ready, ports)), daemon=True).start()
    assert ready.wait(5)
    with subprocess.Popen([sys.executable, __file__, str(ports[0])], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "sending"
        time.sleep(0.3)
        process.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED_S)
        process.send_signal(signal.SIGCONT)
        told, status = process.stdout.readline(), process.stdout.readline().strip()
    assert "slept, or Curlew was stopped, for about" in told
    assert status == "200"


if __name__ == "__main__":
    asyncio.run(client(int(sys.argv[1])))
