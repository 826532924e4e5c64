"""The documents: every link inside the repository leads somewhere, and every picture is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)|<img src=\"([^\"]+)\"")


def test_every_link_and_picture_of_the_documents_leads_somewhere():
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md"), *ROOT.glob("bench/*.md")]
    documents += ROOT.glob("src/yexiao/**/README.md")
    links = [
        (document, link or picture)
        for document in documents
        for link, picture in LINK.findall(document.read_text(encoding="utf-8"))
    ]

    assert len(links) > 60
    assert [(str(doc.relative_to(ROOT)), link) for doc, link in links if not (doc.parent / link).exists()] == []
