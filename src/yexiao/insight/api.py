"""The door of insight: figures, defined once and the same everywhere.

Questions: `measure` gives a table, `list_seasons` what can be measured;
`as_csv` and `as_xlsx` write the same table as a file; `FIGURES` are the
definitions. Groups under five people are held back, also by subtraction.
"""

from yexiao.insight._definitions import BY_KEY, FIGURES, Basis, Figure, Unit
from yexiao.insight._files import as_csv, as_xlsx
from yexiao.insight._measure import list_seasons, measure
from yexiao.insight._records import ByUnknown, Cell, FiguresTable, PlaceWords, Row, SeasonWords
from yexiao.insight._show import say_cell

__all__ = [
    "BY_KEY",
    "FIGURES",
    "Basis",
    "ByUnknown",
    "Cell",
    "Figure",
    "FiguresTable",
    "PlaceWords",
    "Row",
    "SeasonWords",
    "Unit",
    "as_csv",
    "as_xlsx",
    "list_seasons",
    "measure",
    "say_cell",
]
