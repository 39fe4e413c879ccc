"""GraphiQL from our own files, with the journey's documents as ready tabs."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web import pages
from web.faults import error_response
from web.journey import documents

STATIC = Path(__file__).parent.parent / "graphiql" / "static"

LINKS = [
    {"href": "/sign-in?landing=/graphql", "label": "Log ind som patient"},
    {"href": "/sign-in/staff?landing=/graphql", "label": "Log ind som personale"},
    {"href": "/dev/inbox", "label": "SMS-indbakke"},
    {"href": "/dev", "label": "Tidsmaskine"},
]


async def page(request: Request) -> Response:
    """The page for browsers; an operation over GET is refused, for it could change something."""
    if "query" in request.query_params or "text/html" not in request.headers.get("accept", ""):
        return error_response(405, "Send operations by POST.")
    context = await pages.who(request)
    patient = context.patient_session and context.patient_session.patient
    staff = context.staff_session and context.staff_session.staff
    return pages.page(
        request,
        "page.html",
        context,
        links=LINKS,
        patient_name=patient.name if patient else None,
        staff_name=staff.name if staff else None,
    )


async def tabs(request: Request) -> Response:
    return JSONResponse(
        [
            {
                "title": document.title,
                "query": document.text,
                "variables": document.variables,
                "headers": None,
            }
            for document in documents()
        ]
    )
