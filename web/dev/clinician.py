"""Playing the clinician, so that one can try the patient's side alone: call in, withdraw, end."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from tortoise.expressions import Q

from models import Consultation, StaffMember
from models.change import By, change
from models.consultation.states import Outcome, State
from models.refused import Refused
from web import pages

Act = Callable[[Consultation, datetime], None]

ACTS: dict[str, tuple[Q, Act]] = {
    "call_in": (Q(state=State.WAITING), lambda it, now: it.call_in(now)),
    "withdraw": (Q(state=State.CLINICIAN_READY), lambda it, now: it.withdraw_call(now)),
    "end": (Q(state=State.IN_PROGRESS), lambda it, now: it.end(Outcome.COMPLETED, now)),
}
"""On whom it is done: of those who stand there, the one booked first."""


async def play(request: Request) -> Response:
    outside = pages.outside_of(request)
    act = str((await request.form()).get("act", ""))
    if act not in ACTS:
        return Response("act must be one of: " + ", ".join(ACTS) + "\n", 400)
    whom, rule = ACTS[act]
    first = await Consultation.filter(whom).order_by("appointment__starts_at").first()
    if first is None:
        return Response("Nobody is there for it.\n", 409)
    reach = partial(Consultation.whole, Consultation.filter(id=first.id))
    clinician = (await reach()).appointment.clinician_id
    staff = await StaffMember.get(clinician_id=clinician)
    by = By(actor=staff.id, action=f"play_{act}", at=outside.now(), bus=outside.hub)
    try:
        await change(reach, rule, by)
    except Refused as refusal:
        return Response(f"{refusal.message('da')}\n", 409)
    return RedirectResponse("/dev", 303)
