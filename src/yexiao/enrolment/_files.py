"""The public files of a draw, kept byte for byte."""

from __future__ import annotations

from yexiao.common.refusals import NotFound
from yexiao.enrolment.models import DrawFile, Opening, Policy

INPUT, RESULT = "input", "result"


def publish(*, opening_id: int, name: str, content: bytes) -> None:
    """Publish a file; the input is published again with seed and beacon once they are revealed."""
    DrawFile.objects.update_or_create(opening_id=opening_id, name=name, defaults={"content": content.decode()})


def read(*, opening_id: int, name: str) -> bytes:
    """Return a published file; empty if it is not published yet."""
    found = DrawFile.objects.filter(opening_id=opening_id, name=name).values_list("content", flat=True).first()
    return (found or "").encode()


def list_names(*, opening_id: int) -> list[str]:
    """Return the names of the files published so far."""
    return sorted(DrawFile.objects.filter(opening_id=opening_id).values_list("name", flat=True))


def draw_files(*, opening_id: int) -> dict[str, bytes]:
    """Return the public files by name, `input` and `result`, as canonical JSON; only those published so far.

    Raises:
        NotFound: There is no such draw.
    """
    if not Opening.objects.filter(pk=opening_id, policy=Policy.DRAW).exists():
        raise NotFound
    files = DrawFile.objects.filter(opening_id=opening_id).values_list("name", "content")
    return {name: content.encode() for name, content in files}
