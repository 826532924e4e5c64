"""The room as a Django app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Where Django finds the room's pages and words."""

    name = "yexiao.insight"
    label = "insight"

    def ready(self) -> None:
        """Register the room's words."""
        from yexiao.insight import phrases

        phrases.register()
