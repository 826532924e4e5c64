"""Processes that are killed, and a database that goes away: nothing is lost, and the house comes back by itself."""

from __future__ import annotations

import os
import signal
import urllib.error
import urllib.request

import psycopg
import pytest

from tests.frontdesk.houses import free_port, started, wait_for, wait_until, yexiao
from yexiao.common import postgres

pytestmark = pytest.mark.xdist_group("processes")


def cluster(folder):
    return postgres.Cluster(folder / "postgres")


def ask(folder, query, *values):
    with psycopg.connect(cluster(folder).url, connect_timeout=5, autocommit=True) as connection:
        cursor = connection.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as stream:
        return [int(word) for word in stream.read().split()]


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_house_leaves_nothing_behind_and_starts_again_with_what_it_knew(tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/healthz/"
    with started("serve", folder=tmp_path, PORT=str(port)) as house:
        wait_for(address)
        ask(tmp_path, "UPDATE common_clock SET ahead = '1 minute'")
        children = children_of(house.pid)
        house.send_signal(signal.SIGKILL)
        house.wait()
        wait_until(lambda: not any(is_alive(pid) for pid in children), seconds=30)

    with started("serve", folder=tmp_path, PORT=str(port)) as house:
        wait_for(address)
        kept = ask(tmp_path, "SELECT extract(epoch FROM ahead)::int FROM common_clock")
        children = children_of(house.pid)
        house.send_signal(signal.SIGINT)
        code = house.wait(60)

    assert kept == [(60,)]
    assert code == 0
    assert not any(is_alive(pid) for pid in children)
    assert not (tmp_path / "postgres/data/postmaster.pid").exists()


def test_a_page_says_so_while_the_database_is_away_and_comes_back_by_itself(tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with started("serve", "--web-only", folder=tmp_path, PORT=str(port)):
        wait_for(address + "healthz/")
        pid = int((tmp_path / "postgres/data/postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))

        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address, timeout=15)
        page = refused.value.read().decode()

        with postgres.running(cluster(tmp_path)):
            wait_for(address + "healthz/", seconds=30)

    assert refused.value.code == 503
    assert refused.value.headers["Retry-After"]
    assert "夜校" in page
    assert "Traceback" not in page


def test_a_job_of_a_killed_worker_is_run_by_the_next_one(tmp_path):
    with postgres.running(cluster(tmp_path)):
        yexiao("createadmin", "keeper", "--name", "x", "--password", "a-long-quiet-password", folder=tmp_path)
        ask(
            tmp_path,
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')",
        )
        ask(
            tmp_path,
            """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts)
               SELECT 'default', 'frontdesk.forget_old_limits', '{"timestamp": 0}', 'doing', max(id), 1
               FROM procrastinate_workers""",
        )
        ask(tmp_path, "INSERT INTO common_limit VALUES ('old', 'x', now() - interval '9 days', 1)")

        with started("worker", folder=tmp_path, WORKER_SILENT_SECONDS="3"):
            wait_until(lambda: ask(tmp_path, "SELECT count(*) FROM common_limit") == [(0,)])
