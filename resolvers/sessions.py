"""The asker's sessions: which there are, ending one, signing out; and how an app gets its own."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from context import Context, Info
from integrations.rate_limits import Limit
from models import Patient, Session, SignInAttempt, StaffMember
from models.consent import SignInChannel, hashed, new_secret
from models.refused import ConsentTicketExpired, NotFound, NotSignedIn
from models.signed_in import end_session, holds
from models.transaction import Undo, in_one_transaction
from resolvers.welcome import consenting


@dataclass(frozen=True)
class AppSession:
    """What an app keeps and shows as `Authorization: Bearer …`."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedOut:
    """Nobody is signed in any more, here; and where to be signed out of the broker too."""

    broker_url: str | None
    done: bool = True


def current(info: Info) -> Session | None:
    """The patient's own, else the staff's; null when nobody is signed in."""
    return next(iter(info.context.sessions), None)


async def sessions(root: Patient | StaffMember, info: Info) -> list[Session]:
    """Those that hold, the newest first."""
    whose = "patient_id" if isinstance(root, Patient) else "staff_id"
    theirs = Session.filter(ended_at=None, **{whose: root.id}).order_by("-started_at").limit(50)
    now = info.context.now()
    return [
        session for session in await theirs.select_related("patient") if await holds(session, now)
    ]


def is_current(root: Session, info: Info) -> bool:
    return root.id in {session.id for session in info.context.sessions}


async def end_one(info: Info, session_id: str) -> list[Session]:
    """One of the asker's own, such as on a phone that was lost. Its streams end at once."""
    context = info.context
    if not context.sessions:
        raise context.refusal or NotSignedIn
    for own in context.sessions:
        theirs = Session.filter(id=session_id, patient_id=own.patient_id, staff_id=own.staff_id)
        if (found := await theirs.first()) is not None:
            await end(context, found)
            return await sessions(own.person, info)
    raise NotFound


async def sign_out(info: Info) -> SignedOut:
    return await sign_out_of(info.context)


async def sign_out_of(context: Context) -> SignedOut:
    """End the asker's sessions, and wake their streams so that they end too."""
    providers = [
        context.outside.provider(None) if own.staff_id else context.outside.mitid
        for own in context.sessions
    ]
    for session in context.sessions:
        await end(context, session)
    context.forget_sessions()
    back_to = context.settings.origin + "/"
    return SignedOut(await providers[0].sign_out_url(back_to) if providers else None)


async def end(context: Context, session: Session) -> None:
    async def body(connection: BaseDBAsyncClient) -> None:
        await end_session(session, context.now())
        await context.hub.tell_within(connection, [session.topic])

    await in_one_transaction(body)
    context.hub.told([session.topic])


async def redeem_sign_in(info: Info, code: str, secret: str) -> AppSession:
    """An app fetches the session that its person has signed in to, with the secret it kept."""
    context = info.context
    await context.limit(Limit.SIGN_IN)
    coded = SignInAttempt.filter(app_code_hash=hashed(code)).select_related("patient", "ticket")
    attempt = await coded.first()
    if attempt is None or attempt.patient is None or attempt.ticket is None:
        raise ConsentTicketExpired
    now, token = context.now(), new_secret()
    patient, ticket = attempt.patient, attempt.ticket
    attempt.check_app(secret, now)
    session = Session.start(token, now, SignInChannel.APP, patient_id=attempt.patient.id)

    async def body(connection: object) -> None:
        if not await attempt.redeem(now):
            raise Undo
        await consenting(patient, ticket, now)
        await session.save()

    try:
        await in_one_transaction(body)
    except Undo:
        raise ConsentTicketExpired from None
    return AppSession(token, session.expires_at)
