import os

import pytest

from curlew.preview.child import Child


def answer_twice(connection):
    while True:
        connection.send((os.getpid(), connection.recv() * 2))


def gone(process_id):
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_is_another_process_that_is_talked_to():
    child = Child(answer_twice, "a test")
    try:
        child.connection.send(21)
        assert child.connection.recv() == (child.id, 42)
        assert child.id != os.getpid()
    finally:
        child.end()
    assert gone(child.id)


def test_who_waits_for_a_child_hears_that_it_was_ended():
    child = Child(answer_twice, "a test")
    child.kill()
    with pytest.raises((EOFError, OSError)):
        child.connection.recv()
    child.end()
    child.kill()  # a stop that comes late does no harm
    assert gone(child.id)
