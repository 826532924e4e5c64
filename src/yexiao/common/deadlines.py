"""A deadline for every answer of the database, also when something takes what is sent and stays silent.

The server ends a slow statement itself (`statement_timeout`), the kernel a
connection whose packets nobody acknowledges (`tcp_user_timeout`). Neither
helps against a proxy or a server that accepts everything and says nothing:
then the connection gives up by itself.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import errors


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits so many seconds for each answer and is then closed."""

    patience = 60.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an exchange with the server.

        Raises:
            psycopg.OperationalError: No answer in time; the connection is closed, for its state is unknown.
        """
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except errors._WaitTimeout:
            if timeout:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the database did not answer within {self.patience} s") from None


def patient_for(seconds: float) -> type[PatientConnection]:
    """Return the class of connections with that patience."""
    return type("PatientConnection", (PatientConnection,), {"patience": seconds})
