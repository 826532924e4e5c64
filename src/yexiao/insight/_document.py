"""docs/figures.md, written from the definitions in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from yexiao.insight._definitions import BASES, FIGURES, Figure

INTRODUCTION = """\
# Figures

Every figure is defined once, in `src/yexiao/insight/_definitions.py`; pages, downloads and this page come from there
(`manage.py write_figures` writes it, a test compares it). A figure is a counter, or one counter ÷ another.

A season is the same season wherever its dates are the same. The place of a figure is where the class is held; for
wishes it is where the person wants to learn. The group of a person is their situation as said today, and only with
consent; without it they count as "not said".

Groups under five people are not shown, and neither is what would give them away by subtraction: in every family of
places under a shown one, at least two cells are held back, and together they hold five people or more; under a place
that is held back nothing is shown. By situation, a place's row is shown whole or not at all, except that situations
too rare in the whole season are held back at every place.
"""


def figures_document() -> str:
    """Return the whole page as Markdown."""
    return INTRODUCTION + "".join(line + "\n" for figure in FIGURES for line in _section(figure))


def _section(figure: Figure) -> Iterator[str]:
    formula = f"`{figure.top} / {figure.bottom}`" if figure.bottom else f"`{figure.top}`"
    yield ""
    yield f"## {_in('en', figure.name)} · {_in('zh-hans', figure.name)}"
    yield ""
    yield f"- Key: `{figure.key}`; unit: {figure.unit.value}; by situation: {'yes' if figure.is_by_group else 'no'}"
    yield f"- {_in('en', figure.formula)}"
    yield f"- {_in('zh-hans', figure.formula)}"
    yield f"- Counters: {formula}, from {', '.join(f'`{source}`' for source in figure.source)}"
    yield f"- Shown: {_in('en', BASES[figure.basis])} {_in('zh-hans', BASES[figure.basis])}"


def _in(language: str, words: object) -> str:
    with override(language):
        return str(words)
