"""The room as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.notices"
    label = "notices"

    def ready(self) -> None:
        """Register the words of refusals."""
        import_module("yexiao.notices.phrases")
