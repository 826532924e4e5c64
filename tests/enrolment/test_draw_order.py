"""The public random order: by the rule, weighted as promised, the same for everybody."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.enrolment.draw_instances import SEED, waiting_time
from yexiao.enrolment._draw import _order, order_keys, pseudonym, public_order

LETTERS = st.characters(exclude_categories=["Cs"])
IDS = st.lists(st.text(LETTERS, min_size=1), unique=True, max_size=12)


@given(st.binary(max_size=130), st.text(LETTERS, max_size=5), IDS, st.data())
def test_order_follows_the_rule_to_the_last_bit(seed, beacon, ids, data):
    losses = [data.draw(st.integers(0, 7)) for _ in ids]

    keys = order_keys(seed=seed, beacon=beacon, ids=ids, losses=losses)
    order = public_order(seed=seed, beacon=beacon, ids=ids, losses=losses)

    by_rule = [waiting_time(one, lost, seed=seed, beacon=beacon) for one, lost in zip(ids, losses, strict=True)]
    assert keys.tolist() == by_rule
    assert order.tolist() == sorted(range(len(ids)), key=lambda at: (by_rule[at], ids[at]))


def test_equal_keys_stand_by_id(monkeypatch):
    keys = np.array([2.0, 1.0, 2.0, 0.0, 2.0, 1.0])
    monkeypatch.setattr(_order, "order_keys", lambda **_: keys)

    order = public_order(seed=b"", beacon="", ids=["d", "f", "b", "e", "c", "a"], losses=[0] * 6)

    assert order.tolist() == [3, 5, 1, 2, 4, 0]


@pytest.mark.parametrize(("losses", "share"), [(0, 1 / 2), (1, 2 / 3), (3, 4 / 5), (4, 5 / 6), (9, 5 / 6)])
def test_losses_come_before_a_newcomer_as_often_as_their_weight_says(losses, share):
    pairs = 20_000
    ids = [f"{who} {at}" for who in ("loser", "newcomer") for at in range(pairs)]

    keys = order_keys(seed=SEED, beacon="", ids=ids, losses=[losses] * pairs + [0] * pairs)

    # Four standard deviations of a share among 20,000 are 0.014 at most.
    assert np.mean(keys[:pairs] < keys[pairs:]) == pytest.approx(share, abs=0.015)


def test_another_seed_or_beacon_is_another_order():
    ids = [str(at) for at in range(50)]

    orders = {
        tuple(public_order(seed=seed, beacon=beacon, ids=ids, losses=[0] * 50).tolist())
        for seed in (b"one", b"two")
        for beacon in ("", "2026-12-01: 03 08 17")
    }

    assert len(orders) == 4


def test_pseudonym_is_the_season_keys_hmac_of_the_account():
    expected = hmac.new(b"season", b"4711", hashlib.sha256).hexdigest()

    assert pseudonym(season_key=b"season", account_id="4711") == expected
