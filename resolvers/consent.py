"""R2–R4, R12: the texts that are consented to, and the ticket that consenting gives."""

from datetime import datetime
from typing import Annotated

import strawberry

from context import Context, Info
from models import ConsentTicket, LegalText, Purpose, TextKind
from models.consent import hashed, new_secret
from models.refused import InvalidInput
from models.texts import LANGUAGES

Language = Annotated[
    str | None, strawberry.argument(description="`da` or `en`; null: the asker's own.")
]

CONSENT_TEXTS = (TextKind.APP_USE, TextKind.RECORD_STORAGE)


async def consent_texts(info: Info, language: Language = None) -> list[LegalText]:
    """R4: two purposes, two texts, one screen."""
    return await texts_in(chosen(info.context, language))


async def texts_in(language: str) -> list[LegalText]:
    return [await LegalText.current(kind, language) for kind in CONSENT_TEXTS]


async def terms(
    info: Info,
    kind: Annotated[TextKind, strawberry.argument(description="Which text.")] = TextKind.TERMS,
    language: Language = None,
) -> LegalText:
    return await LegalText.current(kind, chosen(info.context, language))


async def give_consent(
    info: Info, purposes: list[Purpose], language: str | None = None
) -> ConsentTicket:
    return await consented(info.context, set(purposes), chosen(info.context, language))


async def consented(context: Context, purposes: set[Purpose], language: str) -> ConsentTicket:
    browser = context.tokens.browser or new_secret()
    text_ids = [text.id for text in await texts_in(language)]
    ticket = ConsentTicket.given(purposes, text_ids, language, browser, context.now())
    await ticket.save()
    context.remember_browser(browser)
    return ticket


async def own_ticket(id: str, browser: str | None, now: datetime) -> ConsentTicket | None:
    """The ticket, if it was given in this browser and can still be used."""
    found = await ConsentTicket.get_or_none(id=id, browser_hash=hashed(browser or ""))
    return found if found is not None and found.is_good(now) else None


def chosen(context: Context, language: str | None) -> str:
    if language is None:
        return context.language
    if language not in LANGUAGES:
        raise InvalidInput("language", "language")
    return language
