"""The embedded server: long paths, closed folders, several holders, and a server left over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psycopg
import pytest

from yexiao.common import postgres

pytestmark = pytest.mark.xdist_group("processes")


def answer(url: str) -> int:
    with psycopg.connect(url, connect_timeout=5) as connection:
        return connection.execute("SELECT 1").fetchone()[0]


def is_running(cluster: postgres.Cluster) -> bool:
    return (cluster.data / "postmaster.pid").exists()


def test_a_long_data_path_does_not_break_the_socket(tmp_path):
    cluster = postgres.Cluster(tmp_path / ("long" * 30) / "postgres")

    with postgres.running(cluster) as url:
        found = answer(url)

    assert found == 1
    assert len(os.fsencode(cluster.sockets)) <= postgres.SOCKET_PATH_LIMIT


def test_the_last_holder_stops_the_server_and_no_other(tmp_path):
    cluster = postgres.Cluster(tmp_path / "postgres")

    with postgres.running(cluster) as outer:
        with postgres.running(cluster):
            pass
        after_the_first_left = answer(outer)

    assert after_the_first_left == 1
    assert not is_running(cluster)


def test_a_server_left_over_by_a_killed_process_is_taken_over_with_its_data(tmp_path):
    cluster = postgres.Cluster(tmp_path / "postgres")
    with postgres.running(cluster) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        log = tmp_path / "left-over.log"
        postgres._run(["pg_ctl", "stop", "-D", str(cluster.data), "-m", "immediate", "-w", "-l", str(log)], cluster)

    with postgres.running(cluster) as url, psycopg.connect(url) as connection:
        kept = connection.execute("SELECT number FROM kept").fetchone()

    assert kept == (7,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_as_root_the_server_is_somebody_else_and_no_parent_folder_is_opened(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = postgres.Cluster(closed / "postgres")

    with postgres.running(cluster):
        pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
        user = Path(f"/proc/{pid}").stat().st_uid

    assert user != 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert closed.stat().st_uid == 0


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    cluster = postgres.Cluster(tmp_path / "postgres")
    cluster.sockets.mkdir(parents=True, mode=0o777)
    cluster.sockets.chmod(0o777)

    with pytest.raises(postgres.ServerTrouble), postgres.running(cluster):
        pass
