"""The public random order, and the pseudonyms that stand in it."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

MOST_LOSSES_COUNTED = 4
_BLOCK = 64  # bytes in a block of SHA-256


def public_order(*, seed: bytes, beacon: str, ids: Sequence[str], losses: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the people's positions, best first, in the public weighted random order.

    A person's key is -ln(u)/w ascending, with w = 1 + min(losses, 4) and u = (x + 0.5) / 2^64, where x
    is the first 8 bytes, big-endian, of HMAC-SHA256(seed ‖ beacon in UTF-8, id in UTF-8). Ties go by
    id, by code point.

    Why this is a weighted random order: -ln(u) of a uniform u is an exponential waiting time of rate
    1, and divided by w one of rate w. So everybody starts a clock and clocks ring in the order of the
    keys: an exponential race. The first to ring is person p with probability w_p / Σw, and since
    exponential clocks forget how long they ran, the next is p with w_p / Σw over those still running,
    and so on: drawing without replacement, each time in proportion to weight. A person with four
    losses therefore comes before a newcomer with probability 5/6.

    Source: P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a reservoir",
    Information Processing Letters 97 (2006) 181-185, where u^(1/w) descending is the same order; the
    race itself is R. D. Luce's choice model (1959).
    """
    keys = order_keys(seed=seed, beacon=beacon, ids=ids, losses=losses)
    order = np.argsort(keys, kind="stable").astype(np.int64)
    return _break_ties(order, keys[order], ids)


def order_keys(*, seed: bytes, beacon: str, ids: Sequence[str], losses: Sequence[int]) -> npt.NDArray[np.float64]:
    """Return each person's key -ln(u)/w, smaller is better.

    The logarithm is the C library's (`math.log`): NumPy's own may differ in the last bit.
    """
    numbers = np.frombuffer(_first_bytes(seed + beacon.encode(), ids), dtype=">u8")
    uniform = (numbers.astype(np.float64) + 0.5) / 2.0**64
    logarithms = np.fromiter(map(math.log, uniform.tolist()), np.float64, len(ids))
    counted = [min(lost, MOST_LOSSES_COUNTED) for lost in losses]
    return -logarithms / (1.0 + np.array(counted, dtype=np.float64))


def pseudonym(*, season_key: bytes, account_id: str) -> str:
    """Return the id under which an account stands in a season's files: HMAC-SHA256 in hex.

    The season key is committed together with the seed, so that nobody can be assigned a lucky id. It
    is never published: account ids are few enough to be tried one by one.
    """
    return hmac.digest(season_key, account_id.encode(), "sha256").hex()


def _first_bytes(key: bytes, ids: Sequence[str]) -> bytes:
    # HMAC written out (RFC 2104): the two keyed states are made once and copied, twice as fast as
    # `hmac.digest` for a million ids.
    padded = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    return b"".join([_digest(inner, outer, name)[:8] for name in ids])


def _digest(inner: hashlib._Hash, outer: hashlib._Hash, message: str) -> bytes:
    inside, outside = inner.copy(), outer.copy()
    inside.update(message.encode())
    outside.update(inside.digest())
    return outside.digest()


def _break_ties(
    order: npt.NDArray[np.int64], sorted_keys: npt.NDArray[np.float64], ids: Sequence[str]
) -> npt.NDArray[np.int64]:
    same_as_next = np.flatnonzero(sorted_keys[1:] == sorted_keys[:-1])
    for start in same_as_next[np.diff(same_as_next, prepend=-2) > 1].tolist():
        stop = int(np.searchsorted(sorted_keys, sorted_keys[start], side="right"))
        order[start:stop] = sorted(order[start:stop].tolist(), key=ids.__getitem__)
    return order
