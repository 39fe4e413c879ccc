"""R1–R6: consent, then the identity provider, then a session. In no other order."""

from dataclasses import dataclass

from context import Context, Info
from integrations.mitid import Identity, SignIn, SignInFailed
from integrations.rate_limits import Limit
from models import ConsentTicket, Provider, SignInAttempt
from models.consent import hashed, new_secret
from models.refused import ConsentTicketExpired, ProviderUnavailable
from models.session import Landing, landing, may_be_used
from models.transaction import Undo, in_one_transaction
from resolvers.consent import own_ticket
from resolvers.welcome import staff_session, welcome

CALLBACK = "/sign-in/callback"


@dataclass(frozen=True)
class SignInStarted:
    authorize_url: str
    landing: Landing


@dataclass(frozen=True)
class SignedIn:
    """Where the browser goes now, and what it keeps: by cookie name; an app keeps it itself."""

    url: str
    cookies: dict[str, str | None]


async def begin_sign_in(
    info: Info, ticket_id: str, provider: Provider, path: str | None = None
) -> SignInStarted:
    """R2, R5: without a ticket there is no address to go to."""
    return await begin(info.context, ticket_id, provider, path)


async def begin(
    context: Context, ticket_id: str, provider: Provider, path: str | None
) -> SignInStarted:
    await context.limit(Limit.SIGN_IN)
    may_be_used(provider, nemid_simulated=context.settings.nemid_simulated)
    ticket = await own_ticket(ticket_id, context.tokens.browser, context.now())
    if ticket is None:
        raise ConsentTicketExpired
    return await _attempt(context, provider, path, ticket)


async def begin_for_staff(context: Context, path: str | None) -> SignInStarted:
    """Staff sign in through their own provider; what they consent to is their employment."""
    await context.limit(Limit.STAFF_SIGN_IN)
    context.remember_browser(context.tokens.browser or new_secret())
    return await _attempt(context, None, path, None)


async def complete(context: Context, state: str, code: str) -> SignedIn:
    """The broker has sent the browser back: find out who it is, and begin their session."""
    now, browser = context.now(), context.tokens.browser or ""
    attempt = await SignInAttempt.get_or_none(state_hash=hashed(state))
    if attempt is None:
        # Somebody is guessing; whoever comes back from the broker has been counted when they began.
        await context.limit(Limit.SIGN_IN)
        raise ConsentTicketExpired
    attempt.check(browser, now)
    if not await attempt.use_up(now):
        raise ConsentTicketExpired
    identity = await _identify(context, attempt, state, code)
    person = context.outside.vault.lookup(identity.cpr or identity.subject)
    await context.limit(Limit.PERSON, person)
    token = new_secret()
    for _ in range(3):
        if await _let_in(context, attempt, identity, token):
            return _landed(context, attempt, token)
    raise ConsentTicketExpired


async def _attempt(
    context: Context, provider: Provider | None, path: str | None, ticket: ConsentTicket | None
) -> SignInStarted:
    sign_in = SignIn.fresh()
    lands, target = landing(path)
    deep_link = target if lands is Landing.DEEP_LINK else None
    await SignInAttempt.create(
        state_hash=hashed(sign_in.state),
        nonce=sign_in.nonce,
        code_verifier=sign_in.code_verifier,
        browser_hash=hashed(context.tokens.browser or ""),
        provider=provider,
        ticket_id=ticket.id if ticket else None,
        app_challenge=ticket.app_challenge if ticket else None,
        landing=deep_link,
        begun_at=context.now(),
    )
    broker = context.outside.provider(provider)
    try:
        url = await broker.authorize_url(sign_in, _callback(context), context.language)
    except SignInFailed as failure:
        raise ProviderUnavailable from failure
    return SignInStarted(url, lands)


def _landed(context: Context, attempt: SignInAttempt, token: str) -> SignedIn:
    if attempt.app_challenge is not None:
        return SignedIn(f"{context.settings.app_redirect}?code={token}", {})
    kind = "patient" if attempt.ticket_id is not None else "staff"
    return SignedIn(landing(attempt.landing)[1], {kind: token})


async def _identify(context: Context, attempt: SignInAttempt, state: str, code: str) -> Identity:
    sign_in = SignIn(state, attempt.nonce, attempt.code_verifier)
    broker = context.outside.provider(attempt.provider)
    return await broker.identify(sign_in, _callback(context), code)


async def _let_in(context: Context, attempt: SignInAttempt, identity: Identity, token: str) -> bool:
    """False when somebody else became this very patient at the same moment: look again."""
    now = context.now()

    async def body(connection: object) -> None:
        if attempt.ticket_id is None:
            await staff_session(identity, token, now)
        else:
            await welcome(attempt, identity, context.outside.vault, token, now)

    try:
        await in_one_transaction(body)
    except Undo:
        return False
    return True


def _callback(context: Context) -> str:
    return context.settings.origin + CALLBACK
