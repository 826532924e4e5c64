"""The product's settings on a PostgreSQL of the test run's own.

The cluster lies in a temporary folder named by TEST_CLUSTER, which the
first process sets and its helpers inherit; conftest.py starts and stops it.
With TEST_DATABASE_URL the tests use that server instead.
"""

import os
import tempfile
from pathlib import Path

from yexiao.common import postgres

if "TEST_CLUSTER" not in os.environ:
    os.environ["TEST_CLUSTER"] = tempfile.mkdtemp(prefix="yexiao-test-")
    os.environ["TEST_CLUSTER_OWNER"] = str(os.getpid())

FOLDER = Path(os.environ["TEST_CLUSTER"])
CLUSTER = postgres.Cluster(FOLDER / "postgres", extra=(("fsync", "off"), ("max_connections", "200")))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or CLUSTER.url
os.environ.setdefault("DEBUG", "0")
os.environ["DEMO"] = "0"
os.environ["BASE_URL"] = "http://localhost:8000"

from yexiao.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
