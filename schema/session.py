"""Sessions: which the asker has, ending them, and how an app gets one."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.sessions
from schema.connection import Node
from schema.enums import SignInChannel
from schema.errors import ConsentTicketExpired, TooManyRequests
from schema.shows import shows


@strawberry.type(
    description="Being signed in. It ends after 15 minutes in which nothing is asked for or done, "
    "after 12 hours, or when it is ended. Idleness does not end a patient's session in the waiting "
    "room or in a consultation: `idleAt` may then lie in the past."
)
class Session(Node):
    is_type_of = shows(models.Session)

    channel: SignInChannel = strawberry.field(description="Through what one signed in.")
    started_at: datetime = strawberry.field(description="In UTC.")
    active_at: datetime = strawberry.field(description="When it was last used, to the minute.")
    warn_at: datetime = strawberry.field(
        description="When to ask whether one is still there: two minutes before `idleAt`."
    )
    idle_at: datetime = strawberry.field(
        description="When it ends if nothing is done until then; any request moves it."
    )
    expires_at: datetime = strawberry.field(description="When it ends however much is done.")
    is_current: bool = strawberry.field(
        resolver=resolvers.sessions.is_current, description="Whether it is the one that asks."
    )


@strawberry.type(description="What an app keeps, and shows as `Authorization: Bearer …`.")
class AppSession:
    is_type_of = shows(resolvers.sessions.AppSession)

    token: str = strawberry.field(description="Secret: keep it in the device's key store.")
    expires_at: datetime = strawberry.field(description="In UTC, at the latest.")


@strawberry.type(description="Nobody is signed in any more, here.")
class SignedOut:
    done: bool = strawberry.field(description="Always true.")
    broker_url: str | None = strawberry.field(
        description="Where to send the browser to be signed out of MitID's broker too; null: "
        "nowhere."
    )


@strawberry.input(description="For apps: fetch the session that one's person has signed in to.")
class RedeemSignInInput:
    code: str = strawberry.field(description="What the app was called back with, for 2 minutes.")
    secret: str = strawberry.field(description="Whose SHA-256 was the `appChallenge`.")


@strawberry.input(description="End one of one's own sessions, such as on a phone that was lost.")
class EndSessionInput:
    session_id: strawberry.ID = strawberry.field(description="Which one.")


RedeemSignInResult = Annotated[
    AppSession | ConsentTicketExpired | TooManyRequests,
    strawberry.union("RedeemSignInResult", description="The session, or why there is none."),
]
