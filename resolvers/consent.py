"""R2–R4, R12: the texts that are consented to, and the ticket that consenting gives."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.expressions import Q

from context import Context, Info
from integrations.rate_limits import Limit
from models import AuditEvent, ConsentTicket, LegalText, Patient, Purpose, Session, TextKind
from models.consent import hashed, new_secret
from models.consents import current_texts, give, withdraw
from models.ids import is_id
from models.refused import InvalidInput
from models.texts import LANGUAGES, say
from models.transaction import in_one_transaction

S256 = re.compile(r"[A-Za-z0-9_-]{43}")

Language = Annotated[
    str | None, strawberry.argument(description="`da` or `en`; null: the asker's own.")
]


@dataclass(frozen=True)
class ConsentWithdrawn:
    """What was withdrawn, and what that does and does not do."""

    purpose: Purpose
    withdrawn_at: datetime
    explanation: str


async def consent_texts(info: Info, language: Language = None) -> list[LegalText]:
    """R4: two purposes, two texts, one screen."""
    return await current_texts(chosen(info.context, language))


async def terms(
    info: Info,
    kind: Annotated[TextKind, strawberry.argument(description="Which text.")] = TextKind.TERMS,
    language: Language = None,
) -> LegalText:
    return await LegalText.current(kind, chosen(info.context, language))


async def give_consent(
    info: Info,
    purposes: list[Purpose],
    language: str | None = None,
    app_challenge: str | None = None,
) -> ConsentTicket:
    spoken = chosen(info.context, language)
    if app_challenge is not None and not S256.fullmatch(app_challenge):
        raise InvalidInput("appChallenge", "challenge")
    return await consented(info.context, set(purposes), spoken, app_challenge)


async def consented(
    context: Context, purposes: set[Purpose], language: str, app_challenge: str | None = None
) -> ConsentTicket:
    await context.limit(Limit.CONSENT)
    browser = context.tokens.browser or new_secret()
    text_ids = [text.id for text in await current_texts(language)]
    ticket = ConsentTicket.given(
        purposes, text_ids, language, browser, context.now(), app_challenge
    )
    await ticket.save()
    if app_challenge is None:
        context.remember_browser(browser)
    return ticket


async def renew_consent(info: Info, purposes: list[Purpose]) -> Patient:
    """A3: signed in already, and the texts have changed."""
    context, patient = info.context, info.context.patient
    texts = await current_texts(patient.language)
    wanted = [text.id for text in texts if Purpose(text.kind.value) in purposes]
    now, channel = context.now(), context.patient_session_channel

    async def body(connection: object) -> None:
        await give(patient, wanted, channel, now, now)
        await AuditEvent.create(
            actor=patient.id, action=info.python_name, subject=patient.id, at=now
        )

    await in_one_transaction(body)
    return patient


async def withdraw_consent(info: Info, purpose: Purpose) -> ConsentWithdrawn:
    """A4: at any time. Sessions end, unless a consultation is to be finished first."""
    context, patient = info.context, info.context.patient
    now = context.now()

    async def body(connection: BaseDBAsyncClient) -> None:
        await withdraw(patient, purpose, now)
        await AuditEvent.create(
            actor=patient.id, action=f"withdraw_{purpose.lower()}", subject=patient.id, at=now
        )
        await context.hub.tell_within(connection, topics)

    theirs = await Session.filter(patient_id=patient.id, ended_at=None)
    topics = [session.topic for session in theirs]
    await in_one_transaction(body)
    context.hub.told(topics)
    return ConsentWithdrawn(purpose, now, say("consent-withdrawn", patient.language))


async def own_ticket(id: str, browser: str | None, now: datetime) -> ConsentTicket | None:
    """The ticket, if it was given in this browser, or by an app, and can still be used."""
    if not is_id(id):
        return None
    theirs = Q(browser_hash=hashed(browser or "")) | Q(app_challenge__not_isnull=True)
    found = await ConsentTicket.filter(theirs, id=id).first()
    return found if found is not None and found.is_good(now) else None


def chosen(context: Context, language: str | None) -> str:
    if language is None:
        return context.language
    if language not in LANGUAGES:
        raise InvalidInput("language", "language")
    return language
