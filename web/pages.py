"""The few pages that are no client: the front door, the profile, an appointment; and health.

The profile and the appointment lead into the patient's client, and are pages only without it.
"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from context import Context, Outside
from models import Appointment
from models.delivery_reports import are_failing
from models.guidance import Advice, equipment_advice, practical_information
from models.refused import NotFound
from models.texts import clock, day
from models.transaction import DATABASE_AWAY
from web.asking import asking

ANSWER_WITHIN = 3
"""Seconds for the database to say that it is well; whoever asks wants to know soon."""

HERE = Path(__file__).parent
templates = Jinja2Templates([HERE / "templates", HERE / "graphiql", HERE / "dev" / "templates"])


def outside_of(request: Request) -> Outside:
    outside: Outside = request.app.state.outside
    return outside


async def who(request: Request) -> Context:
    return await asking(outside_of(request), request).see_who_asks(doing=True)


def page(request: Request, name: str, context: Context, **values: Any) -> Response:
    patient = context.patient_session.patient if context.patient_session else None
    staff = context.staff_session.staff if context.staff_session else None
    known: dict[str, Any] = {"patient": patient, "staff": staff, "language": context.language}
    settings = context.settings
    known |= {"development": settings.is_development, "support_phone": settings.support_phone}
    known["clients"] = settings.clients
    return templates.TemplateResponse(request, name, known | values)


async def front_door(request: Request) -> Response:
    return page(request, "front_door.html", await who(request))


async def profile(request: Request) -> Response:
    """R8: where one comes after signing in."""
    context = await who(request)
    if context.patient_session is None:
        return RedirectResponse("/sign-in", 303)
    if context.settings.clients:
        return RedirectResponse("/app/profil", 303)
    contact = await context.patient.contact_details()
    return page(request, "profile.html", context, contact=contact)


async def appointment(request: Request) -> Response:
    """R22, R33: what a link in a text message leads to. Without signing in it shows nothing."""
    context = await who(request)
    id = request.path_params["id"]
    if context.patient_session is None:
        return RedirectResponse(f"/sign-in?landing=/a/{id}", 303)
    if context.settings.clients:
        return RedirectResponse(f"/app/aftale/{quote(id, safe='')}", 303)
    try:
        own = await context.patient.appointment(id)
    except NotFound:
        return page(request, "not_found.html", context)
    language = context.patient.language
    return page(
        request,
        "appointment.html",
        context,
        appointment=own,
        day=day(own.starts_at, language),
        time=clock(own.starts_at),
        advice=advice_for(own, language),
    )


def advice_for(appointment: Appointment, language: str) -> list[Advice]:
    """R31, R48-R51."""
    service = appointment.service
    return practical_information(service, language) + equipment_advice(service, language)


async def health(request: Request) -> Response:
    """Whether we can serve: 200, or 503 with what is wrong. Nothing about anybody.

    Text messages that do not go out are trouble, but no reason to send browsers elsewhere.
    """
    outside = outside_of(request)
    sms = await _messages(outside.now())
    database, bus = sms != "unknown", outside.hub.connected
    body = {
        "status": "ok" if database and bus and sms == "ok" else "degraded",
        "database": "ok" if database else "unavailable",
        "bus": "connected" if bus else "reconnecting",
        "sms": sms,
    }
    return JSONResponse(body, 200 if database and bus else 503)


async def _messages(now: datetime) -> str:
    """By what is overdue in the database; when that does not answer, nothing is known."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return "failing" if await are_failing(now) else "ok"
    except DATABASE_AWAY:
        return "unknown"
