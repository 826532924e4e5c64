"""The database of the tests is a real PostgreSQL with every constraint in place."""

from django.db import connection


def test_the_tests_run_on_postgresql_15_or_newer(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])

    assert version >= 150000
