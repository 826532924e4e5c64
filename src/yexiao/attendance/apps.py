"""The room as a Django app."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.attendance"
    label = "attendance"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.attendance import phrases

        phrases.register()
