"""R22, R33: the links in text messages, `/l/{token}`. Looking uses nothing up, however often.

Before one has signed in, every link does the same: it leads to signing in, and back.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.refused import NotFound, TooManyRequests
from models.texts import clock, day
from resolvers.deep_links import target
from web.pages import advice_for, page, who
from web.sign_in import failed


async def follow(request: Request) -> Response:
    context, token = await who(request), request.path_params["token"]
    if context.patient_session is None:
        return RedirectResponse(f"/sign-in?landing={quote(f'/l/{quote(token)}')}", 303)
    if context.settings.clients:
        return RedirectResponse(f"/app/l/{quote(token, safe='')}", 303)
    try:
        leads_to = await target(context, token)
    except NotFound:
        return page(request, "not_found.html", context)
    except TooManyRequests as refusal:
        return failed(request, context, refusal)
    language = context.patient.language
    return page(
        request,
        "deep_link.html",
        context,
        target=leads_to,
        message=leads_to.message(language, context.now()),
        appointment=leads_to.appointment,
        day=day(leads_to.appointment.starts_at, language),
        time=clock(leads_to.appointment.starts_at),
        advice=advice_for(leads_to.appointment, language),
    )
