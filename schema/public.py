"""What anybody may see: the app, the bar, help, the legal texts, and signing in."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.sign_in
from schema.enums import ConsentPurpose, Icon, Landing, LegalTextKind, NavigationKey, Provider
from schema.errors import (
    ConsentRequired,
    ConsentTicketExpired,
    InvalidInput,
    ProviderRetired,
    ProviderUnavailable,
    TooManyRequests,
)
from schema.shows import shows


@strawberry.type(description="R10: about the app.")
class AppInfo:
    name: str = strawberry.field(description="What it is called.")
    version: str = strawberry.field(description="Which version is running.")
    owner: str = strawberry.field(description="Who runs it.")
    support_phone: str = strawberry.field(description="Whom to call, in E.164.")
    support_email: str = strawberry.field(description="Whom to write to.")


@strawberry.type(description="R15-R16: a place in the bar.")
class NavigationItem:
    key: NavigationKey = strawberry.field(description="Which place it leads to.")
    icon: Icon = strawberry.field(description="What it looks like; the heart is the front page.")
    position: int = strawberry.field(description="0 is leftmost.")
    label: str = strawberry.field(description="What to write under it and read aloud.")
    badge: int | None = strawberry.field(
        resolver=resolvers.public.badge,
        description="R16: at Mine aftaler, how many confirmations that count have not been read; "
        "null elsewhere, and for whoever is no patient.",
    )


@strawberry.type(description="R7: a step of an instruction.")
class HelpArticle:
    title: str = strawberry.field(description="Its heading.")
    body: str = strawberry.field(description="Plain text.")


@strawberry.type(description="A text with a version, never changed once published.")
class LegalText:
    id: strawberry.ID = strawberry.field(description="Names kind, version and language.")
    kind: LegalTextKind = strawberry.field(description="What it is about.")
    text_version: int = strawberry.field(name="version", description="Rises with each new wording.")
    language: str = strawberry.field(description="`da` or `en`.")
    title: str = strawberry.field(description="Its heading.")
    body: str = strawberry.field(description="Plain text; a blank line between paragraphs.")
    sha256: str = strawberry.field(description="The hash of heading and body, as proof.")


@strawberry.type(description="R1: a way to log in.")
class LoginProvider:
    id: Provider = strawberry.field(description="Which one.")
    label: str = strawberry.field(description="What to write on the button.")
    enabled: bool = strawberry.field(description="Whether it can be used.")
    reason: str | None = strawberry.field(description="Why not; null when it can.")


@strawberry.type(description="R2: consent by somebody we do not know yet. Good for one login.")
class ConsentTicket:
    is_type_of = shows(models.ConsentTicket)

    id: strawberry.ID = strawberry.field(description="What `beginSignIn` asks for.")
    given_at: datetime = strawberry.field(description="When consent was given, in UTC.")
    expires_at: datetime = strawberry.field(description="Until when one must have logged in.")


@strawberry.type(description="R5-R6: where to go to log in. Send the whole page there, no frame.")
class SignInStarted:
    is_type_of = shows(resolvers.sign_in.SignInStarted)

    authorize_url: str = strawberry.field(description="The provider's page.")
    landing: Landing = strawberry.field(description="Where one comes afterwards (R8).")


@strawberry.input(description="R2-R4: consent to the texts of `consentTexts`.")
class GiveConsentInput:
    purposes: list[ConsentPurpose] = strawberry.field(description="What is consented to: both.")
    language: str | None = strawberry.field(
        default=None, description="In which language the texts were read; null: the asker's own."
    )
    app_challenge: str | None = strawberry.field(
        default=None,
        description="For apps, whose person signs in in another browser: the SHA-256, in "
        "base64url, of a secret that the app keeps for `redeemSignIn`. Null from a browser.",
    )


@strawberry.input(description="R5: log in, after consent.")
class BeginSignInInput:
    ticket_id: strawberry.ID = strawberry.field(description="The consent ticket.")
    provider: Provider = strawberry.field(description="With what to log in.")
    path: str | None = strawberry.field(
        default=None,
        description="A path on this site to come to afterwards; null, or another site: Min profil.",
    )


GiveConsentResult = Annotated[
    ConsentTicket | ConsentRequired | InvalidInput | TooManyRequests,
    strawberry.union("GiveConsentResult", description="A ticket, or why there is none."),
]
BeginSignInResult = Annotated[
    SignInStarted | ProviderRetired | ProviderUnavailable | ConsentTicketExpired | TooManyRequests,
    strawberry.union("BeginSignInResult", description="Where to go, or why one cannot."),
]
