"""The room as a Django app."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.interop"
    label = "interop"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.interop import phrases  # noqa: F401
