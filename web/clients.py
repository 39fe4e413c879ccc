"""The two clients: a patient's at /app, staff's at /staff. Each is one page without a word in it;
everything else it asks our own API for."""

import re
from functools import cache
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from context import Context
from settings import Settings
from web.operations import CLIENT
from web.pages import page, who
from web.sign_in import in_language


def clients(settings: Settings) -> list[BaseRoute]:
    """The files are always there: our few plain pages have the same look."""
    files = Mount("/client", compressed(StaticFiles(directory=CLIENT)))
    if not settings.clients:
        return [files]
    return [
        Route("/app", patients_client),
        Route("/app/{path:path}", patients_client),
        Route("/staff", staff_client),
        Route("/staff/{path:path}", staff_client),
        files,
    ]


def compressed(files: ASGIApp) -> ASGIApp:
    """Only files: a stream must never wait for a compressor to be full."""
    return GZipMiddleware(files, minimum_size=1000)


async def patients_client(request: Request) -> Response:
    context = await who(request)
    if context.patient_session is None:
        # R8: who only opens the app was on the way to nothing, and comes to Min profil first.
        wish = "" if request.url.path == "/app" else f"?landing={request.url.path}"
        return RedirectResponse(f"/sign-in{wish}", 303)
    return _shell(request, context, "patient", "/app", context.patient.language)


async def staff_client(request: Request) -> Response:
    context = await who(request)
    if context.staff_session is None:
        return RedirectResponse(f"/sign-in/staff?landing={request.url.path}", 303)
    return _shell(request, context, "staff", "/staff", context.language)


def _shell(request: Request, context: Context, kind: str, root: str, language: str) -> Response:
    context.language = language
    in_language(context, request)
    return page(request, "client.html", context, kind=kind, root=root, modules=modules(kind))


IMPORTED = re.compile(r'^import .*"(\..+)";$', re.MULTILINE)


@cache
def modules(kind: str) -> list[str]:
    """What the first screen needs, so that a browser fetches it at once instead of link by link.
    A screen that is fetched when one comes there (`lib/lazy.js`) is not among it."""
    found: set[Path] = set()
    to_read = [CLIENT / kind / "app.js"]
    while to_read:
        module = to_read.pop()
        if module not in found:
            found.add(module)
            imported = IMPORTED.findall(module.read_text())
            to_read += [(module.parent / link).resolve() for link in imported]
    return sorted(f"/client/{path.relative_to(CLIENT).as_posix()}" for path in found)
