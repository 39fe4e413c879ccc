"""What a patient downloads: a confirmation as PDF, an appointment for the calendar, the feed.

None of it is kept in a cache, and no file's name says anything about anybody.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from context import Context
from integrations import calendar, documents
from integrations.rate_limits import Limit
from models import Appointment, AppointmentState, BookingConfirmation, CalendarFeed
from models.refused import NotFound, TooManyRequests
from models.texts import day, say
from models.times import danish_day
from settings import Settings
from web.asking import asking
from web.pages import outside_of, page, who

SENDER = "Aleris Online"

Answer = Callable[[Context, str], Awaitable[Response]]


async def confirmation(request: Request) -> Response:
    """R24: to read it on paper, or have it read aloud."""
    return await _own(request, _confirmation)


async def appointment(request: Request) -> Response:
    """R28: to put it into one's calendar."""
    return await _own(request, _appointment)


async def calendar_feed(request: Request) -> Response:
    """R11: for a calendar program, which cannot sign in. What opens nothing is not there."""
    context = asking(outside_of(request), request)
    feed = await CalendarFeed.behind(request.path_params["token"])
    try:
        if feed is None:
            await context.limit(Limit.UNKNOWN_FEED)
            return PlainTextResponse("Not Found", 404)
        await context.limit(Limit.CALENDAR_FEED, feed.id)
    except TooManyRequests as refusal:
        return PlainTextResponse("Later.", 429, {"Retry-After": str(refusal.retry_after)})
    return await _feed(context, feed)


async def _own(request: Request, answer: Answer) -> Response:
    """Only for the patient whose it is; for all others it is not there."""
    context = await who(request)
    if context.patient_session is None:
        return _nobodys(request)
    try:
        return await answer(context, request.path_params["id"])
    except NotFound:
        response = page(request, "not_found.html", context)
        response.status_code = 404
        return response


def _nobodys(request: Request) -> Response:
    """A browser signs in and comes back; an app is told that it has to."""
    if "authorization" in request.headers:
        return PlainTextResponse("Sign in.", 401, {"WWW-Authenticate": "Bearer"})
    return RedirectResponse(f"/sign-in?landing={quote(request.url.path)}", 303)


async def _confirmation(context: Context, id: str) -> Response:
    sent = await context.patient.confirmation(id)
    pdf = await documents.pdf(_letter(sent))
    return _file(pdf, "application/pdf", say("confirmation-file", sent.language))


def _letter(sent: BookingConfirmation) -> documents.Letter:
    """R23: what was sent, in the words and the language in which it was."""
    on, year = day(sent.sent_at, sent.language), str(danish_day(sent.sent_at).year)
    return documents.Letter(
        language=sent.language,
        sender=SENDER,
        title=sent.title,
        number=say("confirmation-number", sent.language, number=sent.number),
        sent=say("confirmation-sent", sent.language, day=on, year=year),
        sent_at=sent.sent_at,
        sections=[documents.Section(**section) for section in sent.sections],
    )


async def _appointment(context: Context, id: str) -> Response:
    own, language = await context.patient.appointment(id), context.patient.language
    written = calendar.one_entry(_entry(own, language, context.settings), _publisher(context))
    method = "CANCEL" if own.state is AppointmentState.CANCELLED else "PUBLISH"
    return _ics(written, method, say("calendar-file", language))


async def _feed(context: Context, feed: CalendarFeed) -> Response:
    language, now = feed.patient.language, context.now()
    entries = [_entry(one, language, context.settings) for one in await feed.appointments(now)]
    written = calendar.feed(say("calendar-feed", language), entries, _publisher(context))
    await feed.note_fetched(now)
    return _ics(written, "PUBLISH", say("calendar-feed-file", language))


def _entry(appointment: Appointment, language: str, settings: Settings) -> calendar.Entry:
    """When, and where to read more after signing in. Nothing else may stand in a calendar."""
    return calendar.Entry(
        uid=f"{appointment.id}@{urlsplit(settings.origin).hostname}",
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        sequence=appointment.schedule_version - 1,
        is_cancelled=appointment.state is AppointmentState.CANCELLED,
        summary=say("calendar-entry", language),
        url=f"{settings.origin}/a/{appointment.id}",
    )


def _publisher(context: Context) -> calendar.Publisher:
    return calendar.Publisher(context.settings.support_email, context.now())


def _ics(written: bytes, method: str, name: str) -> Response:
    return _file(written, f"text/calendar; method={method}; charset=utf-8", name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=disposition, media_type=media_type)
