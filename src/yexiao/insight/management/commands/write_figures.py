"""Write docs/figures.md from the definitions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from yexiao.insight._document import figures_document

PAGE = Path(__file__).parents[5] / "docs" / "figures.md"


class Command(BaseCommand):
    """Write the page of figures."""

    help = "Write docs/figures.md from the definitions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(figures_document(), encoding="utf-8")
