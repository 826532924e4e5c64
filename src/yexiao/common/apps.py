"""The ground floor as a Django app: the clock's and the rate limits' tables, parts and base pages."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Common's place among the rooms."""

    name = "yexiao.common"
    label = "common"
