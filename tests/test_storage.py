"""Bytes in, a key out; wholly or not at all."""

import hashlib
import io
import os
import stat
import time

import pytest

from fidelity.storage import AudioStore, DiskFull, TooLarge

SOUND = os.urandom(3_000_000)


@pytest.fixture
def store(tmp_path):
    return AudioStore(tmp_path / "recordings", reserve_bytes=0)


def left(store):
    return sorted(path.name for path in store.folder.rglob("*"))


def test_it_keeps_every_byte_and_says_what_it_kept(store):
    kept = store.copy(io.BytesIO(SOUND), largest_bytes=10**7).keep()

    assert store.path(kept.key).read_bytes() == SOUND
    assert (kept.size_bytes, kept.sha256) == (len(SOUND), hashlib.sha256(SOUND).hexdigest())


def test_only_the_owner_may_read_it(store):
    kept = store.copy(io.BytesIO(SOUND), largest_bytes=10**7).keep()

    assert stat.S_IMODE(store.path(kept.key).stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path(kept.key).parent.stat().st_mode) == 0o700


def test_what_is_not_kept_leaves_nothing(store):
    arriving = store.copy(io.BytesIO(SOUND), largest_bytes=10**7)

    arriving.close()

    assert left(store) == []


def test_too_much_leaves_nothing(store):
    with pytest.raises(TooLarge):
        store.copy(io.BytesIO(SOUND), largest_bytes=len(SOUND) - 1)

    assert left(store) == []


def test_a_full_disk_leaves_nothing(tmp_path):
    store = AudioStore(tmp_path / "recordings", reserve_bytes=10**18)

    with pytest.raises(DiskFull):
        store.copy(io.BytesIO(SOUND), largest_bytes=10**7)

    assert left(store) == []


def test_what_a_dead_process_left_is_cleared_after_a_while(store):
    kept = store.copy(io.BytesIO(SOUND), largest_bytes=10**7).keep()
    fresh = store.copy(io.BytesIO(SOUND), largest_bytes=10**7)
    stale = store.copy(io.BytesIO(SOUND), largest_bytes=10**7)
    hour_ago = time.time() - 3600
    os.utime(stale.path.parent, (hour_ago, hour_ago))

    assert store.clear_arrivals(older_than_seconds=60) == 1

    assert fresh.path.exists()
    assert store.path(kept.key).exists()
    assert not stale.path.exists()
    for arriving in (fresh, stale):
        arriving.close()


def test_deleting_twice_is_no_trouble(store):
    kept = store.copy(io.BytesIO(SOUND), largest_bytes=10**7).keep()

    store.delete(kept.key)
    store.delete(kept.key)

    assert left(store) == []
