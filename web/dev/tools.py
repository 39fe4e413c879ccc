"""The time machine and the inbox, for playing the whole journey in a minute."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from integrations.clock import MovableClock
from models.delivery import Delivery, Report
from models.delivery_reports import take_in
from models.texts import clock, day
from web import pages
from web.dev.inbox import inbox
from web.dev.unruly import UnrulyHub


async def page(request: Request) -> Response:
    context = await pages.who(request)
    outside = context.outside
    assert isinstance(outside.now, MovableClock)
    return pages.page(
        request,
        "tools.html",
        context,
        now=f"{day(outside.now(), context.language)} kl. {clock(outside.now())}",
        is_unruly=isinstance(outside.hub, UnrulyHub) and outside.hub.is_unruly,
        moved_minutes=int(outside.now.moved_by.total_seconds() // 60),
    )


async def move_clock(request: Request) -> Response:
    """Everybody looks again: what the new time brings is seen at once."""
    outside = pages.outside_of(request)
    assert isinstance(outside.now, MovableClock)
    form = await request.form()
    try:
        minutes = int(str(form.get("minutes", "")))
    except ValueError:
        return Response("minutes must be a whole number\n", 400)
    if not -100_000 <= minutes <= 100_000:
        return Response("at most 100000 minutes at a time\n", 400)
    outside.now.move(timedelta(minutes=minutes))
    outside.hub.everyone_looks_again()
    return RedirectResponse("/dev", 303)


async def report(request: Request) -> Response:
    """Play the gateway: the message arrived, or it could not."""
    outside, form = pages.outside_of(request), await request.form()
    try:
        delivery = Delivery(str(form.get("delivery", "")))
    except ValueError:
        return Response("delivery must be one of the gateway's words\n", 400)
    said = Report(request.path_params["reference"], str(form.get("to", "")), delivery)
    await take_in(said, outside.now(), outside.hub)
    return RedirectResponse("/dev/inbox", 303)


async def change_bus(request: Request) -> Response:
    """Lose, double and reorder what is told from now on, or no longer."""
    hub = pages.outside_of(request).hub
    assert isinstance(hub, UnrulyHub)
    hub.is_unruly = not hub.is_unruly
    return RedirectResponse("/dev", 303)


async def inbox_page(request: Request) -> Response:
    context = await pages.who(request)
    return pages.page(request, "inbox.html", context, messages=inbox(context.settings).sent())
