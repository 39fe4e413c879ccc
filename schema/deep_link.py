"""R22, R33-R34: what a link in a text message leads to."""

from datetime import datetime

import strawberry

import resolvers.deep_links
from schema.appointment import Appointment, BookingConfirmation
from schema.enums import DeepLinkState
from schema.follow_up import FollowUp


@strawberry.type(
    description="What the link in a text message leads to, as things are now; never a dead end."
)
class DeepLinkTarget:
    state: DeepLinkState = strawberry.field(description="What to show.")
    message: str = strawberry.field(
        resolver=resolvers.deep_links.message,
        description="Fit to show as it is, in the asker's language.",
    )
    appointment: Appointment = strawberry.field(
        description="The appointment, with its time as it is now."
    )
    confirmation: BookingConfirmation | None = strawberry.field(
        description="R21: the letter that the message told of; null when it told of none."
    )
    opens_at: datetime | None = strawberry.field(
        description="R34: when one can start, in UTC; null when it is not by video."
    )
    follow_up: FollowUp | None = strawberry.field(
        description="R46: what we have promised, kept or not; null when there is nothing."
    )
