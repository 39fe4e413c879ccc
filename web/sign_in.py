"""R1–R6 as pages: consent, then MitID as one knows it from the bank, then signed in.

The same acts as the GraphQL mutations, for browsers; and the callback that both end in.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from context import Context
from integrations.mitid import SignInFailed
from models import Provider, Purpose
from models.consents import current_texts
from models.refused import Refused, TooManyRequests
from models.texts import LANGUAGES, say
from resolvers import sign_in
from resolvers.consent import consented
from resolvers.providers import providers
from resolvers.public import HelpTopic, help_with
from resolvers.sessions import sign_out_of
from web.asking import set_cookies
from web.pages import outside_of, page, who


async def consent_page(request: Request) -> Response:
    """R2–R4: two purposes, two texts, one screen; nothing is ticked beforehand."""
    context = in_language(await who(request), request)
    texts = await current_texts(context.language)
    landing = request.query_params.get("landing", "")
    return page(request, "consent.html", context, texts=texts, landing=landing)


async def choose_provider(request: Request) -> Response:
    """R1, R5: after consent, MitID; NemID is shown and says that it is closed."""
    form = await request.form()
    context = in_language(await who(request), request)
    purposes = {purpose for purpose in Purpose if form.get(purpose.value)}
    try:
        ticket = await consented(context, purposes, context.language)
    except Refused as refusal:
        return failed(request, context, refusal)
    ways = providers(context)
    landing = form.get("landing", "")
    response = page(
        request,
        "choose_provider.html",
        context,
        ticket=ticket,
        providers=ways,
        landing=landing,
        help=help_with(HelpTopic.LOGIN, context.language),
    )
    return with_cookies(request, context, response)


async def begin(request: Request) -> Response:
    """R6: the whole page goes to the provider."""
    form = await request.form()
    context = in_language(await who(request), request)
    try:
        provider = Provider(str(form.get("provider", "")))
        started = await sign_in.begin(
            context, str(form.get("ticket", "")), provider, str(form.get("landing", "")) or None
        )
    except (ValueError, Refused, SignInFailed) as error:
        return failed(request, context, error)
    return with_cookies(request, context, RedirectResponse(started.authorize_url, 303))


async def begin_for_staff(request: Request) -> Response:
    if request.headers.get("sec-fetch-dest", "document") != "document":
        # A picture on somebody's page must not spend what everybody at this address may try.
        return Response(status_code=403)
    context = await who(request)
    try:
        started = await sign_in.begin_for_staff(context, request.query_params.get("landing"))
    except (Refused, SignInFailed) as error:
        return failed(request, context, error)
    return with_cookies(request, context, RedirectResponse(started.authorize_url, 303))


async def callback(request: Request) -> Response:
    """The provider has sent the browser back, with a code or with an error."""
    context, asked = await who(request), request.query_params
    try:
        if "error" in asked:
            raise SignInFailed.told(asked["error"])
        signed_in = await sign_in.complete(context, asked.get("state", ""), asked.get("code", ""))
    except (Refused, SignInFailed) as error:
        return failed(request, context, error)
    response = RedirectResponse(signed_in.url, 303)
    set_cookies(outside_of(request), response, signed_in.cookies)
    return response


async def sign_out(request: Request) -> Response:
    context = await who(request)
    signed_out = await sign_out_of(context)
    return with_cookies(request, context, RedirectResponse(signed_out.broker_url or "/", 303))


def in_language(context: Context, request: Request) -> Context:
    """The language one clicked on counts more than the browser's."""
    wanted = request.query_params.get("language")
    context.language = wanted if wanted in LANGUAGES else context.language
    return context


def words(error: Exception) -> Callable[[str], str]:
    """What to show, in a language: a refusal knows itself, the rest is by its reason."""
    if isinstance(error, Refused):
        return error.message
    reason = error.reason.value if isinstance(error, SignInFailed) else "NOT_VERIFIED"
    key = f"sign-in-{reason.lower().replace('_', '-')}"
    return lambda language: say(key, language)


def failed(request: Request, context: Context, error: Exception) -> Response:
    """A clear text in both languages, and no session."""
    said = words(error)
    texts = {language: said(language) for language in LANGUAGES}
    response = page(request, "sign_in_failed.html", context, texts=texts)
    response.status_code = 400
    if isinstance(error, TooManyRequests):
        response.status_code = 429
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def with_cookies(request: Request, context: Context, response: Response) -> Response:
    set_cookies(outside_of(request), response, context.cookies)
    return response
