"""What the SMS gateway reports to us: `POST /callbacks/sms`, signed by it and by nobody else."""

from starlette.requests import Request
from starlette.responses import Response

from integrations.sms import NotAReport
from models.delivery_reports import take_in
from web.pages import outside_of

SIGNATURE = "x-gwapi-signature"


async def sms(request: Request) -> Response:
    """204 for whatever it has signed, also twice; 401 for the rest. Nothing else is said."""
    outside = outside_of(request)
    try:
        report = outside.sms.read(request.headers.get(SIGNATURE, ""))
    except NotAReport:
        return Response(status_code=401)
    if report is not None:
        await take_in(report, outside.now(), outside.hub)
    return Response(status_code=204)
