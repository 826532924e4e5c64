"""A browser that signs in to any account and stands at any moment."""

from __future__ import annotations

from django.test import Client

from tests.attendance.factories import SEVEN_PM
from yexiao.common import clock
from yexiao.people.models import Account


class Browser:
    """A browser of one person, at a moment that can be set."""

    def __init__(self, account_id=None, *, at=SEVEN_PM, language="en"):
        self.at = at
        self.client = Client(headers={"referer": "http://testserver/"})
        self.client.cookies["language"] = language
        if account_id is not None:
            self.client.force_login(Account.objects.get(pk=account_id))

    def get(self, path, **data):
        with clock.standing_at(self.at):
            return self.client.get(path, data)

    def post(self, path, *, follow=False, **data):
        with clock.standing_at(self.at):
            return self.client.post(path, data, follow=follow)

    def read(self, path, **data):
        """Return the page's words."""
        answer = self.get(path, **data)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()
