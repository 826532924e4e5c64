"""The room as a Django app; being the highest, it connects the others."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """Where Django finds the room's models, pages and words."""

    name = "yexiao.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Fill in the other rooms' ports."""
        from yexiao.frontdesk import wiring

        wiring.wire()
