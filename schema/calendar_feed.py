"""R11: a calendar that follows the patient's appointments."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
import resolvers.calendar_feed
from schema.errors import ChangedMeanwhile, ConsentRequired
from schema.shows import shows

if TYPE_CHECKING:
    from schema.patient import Patient


@strawberry.type(
    description="A calendar that a calendar program fetches by itself. It says when the "
    "appointments are, and nothing about them."
)
class CalendarFeed:
    is_type_of = shows(models.CalendarFeed)

    opened_at: datetime = strawberry.field(description="Since when its address works, in UTC.")
    last_fetched_at: datetime | None = strawberry.field(
        description="When a program last fetched it, in UTC, to the hour; null: never."
    )


@strawberry.type(description="The feed has an address, and a former one works no longer.")
class CalendarFeedOpened:
    is_type_of = shows(resolvers.calendar_feed.CalendarFeedOpened)

    url: str = strawberry.field(
        description="Whoever has it sees the times: it is a secret, told only now. With `webcal:` "
        "instead of `https:` it opens the calendar program."
    )
    feed: CalendarFeed = strawberry.field(description="As `me { calendarFeed }` now shows it.")


OpenCalendarFeedResult = Annotated[
    CalendarFeedOpened | ConsentRequired | ChangedMeanwhile,
    strawberry.union("OpenCalendarFeedResult", description="The address, or why there is none."),
]
CloseCalendarFeedResult = Annotated[
    Annotated["Patient", strawberry.lazy("schema.patient")] | ChangedMeanwhile,
    strawberry.union("CloseCalendarFeedResult", description="The patient, or why not."),
]
