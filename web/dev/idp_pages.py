"""What the local provider answers with. None of it may be kept by a browser."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.templating import Jinja2Templates

from web.dev.idp_requests import Asked
from web.dev.idp_tokens import SCHEMES
from web.dev.people import Person

NO_STORE = {"Cache-Control": "no-store"}
TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")

WORDS = {
    "da": {
        "warning": "SIMULATOR – ikke {}",
        "explanation": "Til udvikling. Personerne er opfundet, og ingen adgangskode er nødvendig.",
        "heading": "Log ind med {}",
        "choose": "Hvem vil du være?",
        "message": "Besked fra tjenesten",
        "no_cpr": "uden CPR-nummer",
        "protected": "navne- og adressebeskyttet",
        "cancel": "Annuller",
    },
    "en": {
        "warning": "SIMULATOR – not {}",
        "explanation": "For development. The people are invented, and no password is needed.",
        "heading": "Log on with {}",
        "choose": "Who do you want to be?",
        "message": "Message from the service",
        "no_cpr": "no CPR number",
        "protected": "protected name and address",
        "cancel": "Cancel",
    },
}


def json(content: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status, NO_STORE)


def text(content: str, status: int = 200) -> Response:
    return PlainTextResponse(content, status, NO_STORE)


def chooser(request: Request, asked: Asked, ticket: str, people: Iterable[Person]) -> Response:
    words = {name: wording.format(asked.label) for name, wording in WORDS[asked.language].items()}
    context = {"asked": asked, "ticket": ticket, "people": people, "words": words}
    return TEMPLATES.TemplateResponse(request, "idp.html", context, headers=NO_STORE)


def about(issuer: str) -> dict[str, Any]:
    """The discovery document."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth2/authorize",
        "token_endpoint": f"{issuer}/oauth2/token",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/oauth2/logout",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "scopes_supported": ["openid", "ssn"],
        "acr_values_supported": list(SCHEMES),
        "ui_locales_supported": list(WORDS),
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "PS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "authorization_response_iss_parameter_supported": True,
    }
