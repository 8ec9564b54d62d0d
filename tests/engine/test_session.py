import subprocess
import sys

from curlew.engine.session import Session
from helpers.workspaces import a_profile, a_session

START = """
import asyncio, sys
from pathlib import Path
reached = []
sys.addaudithook(lambda event, arguments: reached.append((event, arguments)) if event in ("socket.connect", "socket.getaddrinfo") else None)
from curlew.engine.session import Session
from curlew.storage.profile import Profile

async def main():
    profile = Profile.at(Path(sys.argv[1]))
    profile.create()
    session = Session(profile)
    await session.open_workspace()
    await session.open_sample()
    await session.settled()
    await session.close()

asyncio.run(main())
print(reached)
"""


def test_K09_opening_the_sample_connects_to_nothing(tmp_path):
    done = subprocess.run([sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


def test_making_a_session_reads_the_settings_only(tmp_path):
    profile = a_profile(tmp_path)
    (profile.config / "settings.json").write_text('{"look.theme": "dark"}')
    session = Session(profile)
    assert session.settings.word("look.theme") == "dark"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [profile.config / "settings.json"]


async def test_settings_are_written_when_they_change(tmp_path):
    async with a_session(tmp_path) as session:
        session.settings.set("history.keep", 2)
        assert session.history._keep == 2
    assert Session(a_profile(tmp_path)).settings.number("history.keep") == 2
