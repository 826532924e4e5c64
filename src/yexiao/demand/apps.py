"""The room as a Django app."""

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.demand"
    label = "demand"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.demand import phrases

        phrases.register()
