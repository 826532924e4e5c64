"""The door of the catalogue: skills, courses, lecturers, seasons, sections and their meetings, fees.

Views that rooms above may join:

- `catalogue_public_sections(section_id, season_id, course_id, room_id, lecturer_id, code, path, weekday,
  capacity, fee_kind, fee_fen, market_price_fen, state, first_starts_at, last_ends_at, course_title,
  course_title_en, course_search, course_pinyin)`; the moments leave cancelled meetings out.
- `catalogue_public_meetings(meeting_id, section_id, season_id, room_id, lecturer_id, number, starts_at,
  ends_at, state, path, during, revision)`; conditions on `during` use the index.
- `catalogue_public_course_skills(course_id, skill_id, skill_slug)`

`course_search` holds the tokens of `common.text.bigrams`, weighted A titles, B skills, C summaries.
"""

from yexiao.catalogue._changes import (
    cancel_meeting,
    cancel_section,
    hold_meeting,
    listen,
    move_meeting,
    replace_lecturer,
)
from yexiao.catalogue._courses import (
    describe_body,
    describe_courses,
    describe_lecturers,
    lecturer_of,
    list_courses,
    list_lecturers,
    list_skills,
)
from yexiao.catalogue._loading import load_courses, load_lecturers, load_providers, load_skills
from yexiao.catalogue._records import (
    CourseRecord,
    LecturerRecord,
    LecturerTaken,
    MeetingOver,
    MeetingRecord,
    NewCourse,
    NewLecturer,
    NewProvider,
    NewSection,
    NewSkill,
    RoomClosed,
    RoomTaken,
    RoomTooSmall,
    SeasonRecord,
    SeasonTooShort,
    SectionChange,
    SectionOver,
    SectionRecord,
    SkillRecord,
    Taken,
    UnknownName,
)
from yexiao.catalogue._rules import low_fee_of
from yexiao.catalogue._seasons import add_season, current_season, list_seasons, season
from yexiao.catalogue._sections import publish_sections
from yexiao.catalogue._timetable import list_meetings, list_sections, section_by_code
from yexiao.catalogue.models import FeeKind, MeetingState, SectionState
from yexiao.catalogue.phrases import FEES, KINDS, LEVELS

__all__ = [
    "FEES",
    "KINDS",
    "LEVELS",
    "CourseRecord",
    "FeeKind",
    "LecturerRecord",
    "LecturerTaken",
    "MeetingOver",
    "MeetingRecord",
    "MeetingState",
    "NewCourse",
    "NewLecturer",
    "NewProvider",
    "NewSection",
    "NewSkill",
    "RoomClosed",
    "RoomTaken",
    "RoomTooSmall",
    "SeasonRecord",
    "SeasonTooShort",
    "SectionChange",
    "SectionOver",
    "SectionRecord",
    "SectionState",
    "SkillRecord",
    "Taken",
    "UnknownName",
    "add_season",
    "cancel_meeting",
    "cancel_section",
    "current_season",
    "describe_body",
    "describe_courses",
    "describe_lecturers",
    "hold_meeting",
    "lecturer_of",
    "list_courses",
    "list_lecturers",
    "list_meetings",
    "list_seasons",
    "list_sections",
    "list_skills",
    "listen",
    "load_courses",
    "load_lecturers",
    "load_providers",
    "load_skills",
    "low_fee_of",
    "move_meeting",
    "publish_sections",
    "replace_lecturer",
    "season",
    "section_by_code",
]
