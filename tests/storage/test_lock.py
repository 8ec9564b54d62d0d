import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from curlew.errors import StorageError
from curlew.storage import lock as locking
from curlew.storage.lock import acquire, hand_over
from curlew.storage.oslock import process_started
from helpers.workspaces import a_profile

HOLD = """
import sys
from pathlib import Path
from curlew.storage.lock import acquire
from curlew.storage.profile import Profile
lock = acquire(Profile.at(Path(sys.argv[1])))
lock.listen(lambda path: print("opened", path, flush=True))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the profile in tmp_path."""
    a_profile(tmp_path)
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_B18_a_second_process_does_not_get_the_profile_until_the_first_is_killed(tmp_path, holder):
    profile = a_profile(tmp_path)
    assert acquire(profile) is None
    assert json.loads((profile.state / "lock").read_text())["pid"] == holder.pid
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    lock = acquire(profile)
    assert lock is not None
    assert acquire(profile) is None
    lock.release()
    again = acquire(profile)
    assert again is not None
    again.release()


def test_J07_a_second_start_hands_over_its_path(tmp_path, holder):
    assert hand_over(a_profile(tmp_path), Path("some/where"))
    assert holder.stdout.readline() == f"opened {Path('some/where').absolute()}\n"
    assert hand_over(a_profile(tmp_path), None)
    assert holder.stdout.readline() == "opened \n"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        b"null\n",
        b"\xff\n",
        b'{"token": 1, "open": "x"}\n',
        b'{"token": "\xc3\xa9", "open": "/etc"}\n',
        b"[" * 60_000,
    ],
)
def test_J07_nobody_without_the_token_is_heard(tmp_path, message):
    profile = a_profile(tmp_path)
    lock = acquire(profile)
    heard: list[str] = []
    arrived = threading.Event()
    lock.listen(lambda path: (heard.append(path), arrived.set()))
    port = json.loads((profile.state / "lock").read_text())["port"]
    with socket.create_connection(("127.0.0.1", port), 3) as connection:
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(16) == b""
    assert hand_over(profile, Path("/right"))
    assert arrived.wait(3)
    assert heard == ["/right"]
    lock.release()


def test_J07_a_first_start_that_does_not_listen_yet_is_waited_for(tmp_path):
    profile = a_profile(tmp_path)
    lock = acquire(profile)
    answers: list[bool] = []
    second = threading.Thread(target=lambda: answers.append(hand_over(profile, Path("/some/where"))))
    second.start()
    heard: list[str] = []
    arrived = threading.Event()
    lock.listen(lambda path: (heard.append(path), arrived.set()))
    second.join(5)
    assert answers == [True]
    assert arrived.wait(3)
    assert heard == ["/some/where"]
    lock.release()


def test_J07_a_note_that_is_just_being_written_is_read_again(tmp_path, monkeypatch):
    profile = a_profile(tmp_path)
    lock = acquire(profile)
    heard: list[str] = []
    arrived = threading.Event()
    lock.listen(lambda path: (heard.append(path), arrived.set()))
    read, torn = locking._read_note, [{}, {}]
    monkeypatch.setattr(locking, "_read_note", lambda path: torn.pop() if torn else read(path))
    assert hand_over(profile, Path("/some/where"))
    assert arrived.wait(3)
    assert heard == ["/some/where"]
    lock.release()


def test_the_lock_file_is_readable_by_its_user_only(tmp_path):
    lock = acquire(a_profile(tmp_path))
    assert (tmp_path / "state" / "lock").stat().st_mode & 0o077 == 0
    lock.release()
    assert not hand_over(a_profile(tmp_path), None)


def test_a_stale_note_of_a_dead_process_is_recognised_without_locks(tmp_path, monkeypatch):
    """As on a file system that knows no locks: the note's process id and start time decide."""
    profile = a_profile(tmp_path)

    def no_locks(*_arguments):
        raise OSError(38, "not implemented")

    monkeypatch.setattr("fcntl.flock", no_locks)
    path = profile.state / "lock"
    path.write_text(json.dumps({"pid": os.getppid(), "started": process_started(os.getppid())}))
    assert acquire(profile) is None
    path.write_text(json.dumps({"pid": os.getppid(), "started": "another process had this id"}))
    lock = acquire(profile)
    assert lock is not None
    lock.release()


def test_a_lock_file_that_cannot_be_opened_is_said_so(tmp_path):
    profile = a_profile(tmp_path)
    (profile.state / "lock").mkdir()
    with pytest.raises(StorageError):
        acquire(profile)
