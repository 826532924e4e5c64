"""The door of demand: what residents wish and employers need, and how much of it is met.

Operations: `say_wishes`, `say_wishes_of_many`, `withdraw_wish`, `say_needs`,
`withdraw_need`.
Questions: `list_wishes`, `list_purposes`, `list_needs`, `list_needs_of`, `gather_demand`
(for the planner), `measure_demand`, `survey_demand`. Port: `use_seat_history`.
"""

from yexiao.demand._measure import measure_demand, survey_demand
from yexiao.demand._needs import list_needs, list_needs_of, say_needs, withdraw_need
from yexiao.demand._ports import use_seat_history
from yexiao.demand._records import (
    MOST_WISHES,
    DemandCell,
    DemandRow,
    DemandSurvey,
    NeedRecord,
    NeedUnreadable,
    NewNeed,
    NewWish,
    SeasonOver,
    SeatHistory,
    TooManyWishes,
    WishRecord,
    WishUnreadable,
)
from yexiao.demand._wishes import (
    gather_demand,
    list_purposes,
    list_wishes,
    say_wishes,
    say_wishes_of_many,
    withdraw_wish,
)

__all__ = [
    "MOST_WISHES",
    "DemandCell",
    "DemandRow",
    "DemandSurvey",
    "NeedRecord",
    "NeedUnreadable",
    "NewNeed",
    "NewWish",
    "SeasonOver",
    "SeatHistory",
    "TooManyWishes",
    "WishRecord",
    "WishUnreadable",
    "gather_demand",
    "list_needs",
    "list_needs_of",
    "list_purposes",
    "list_wishes",
    "measure_demand",
    "say_needs",
    "say_wishes",
    "say_wishes_of_many",
    "survey_demand",
    "use_seat_history",
    "withdraw_need",
    "withdraw_wish",
]
