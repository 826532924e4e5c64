"""The room as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.planning"
    label = "planning"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.planning import phrases

        phrases.register()
