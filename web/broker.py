"""Which identity providers there are: the brokers of the settings, or the local one."""

import httpx2

from integrations.clock import Clock
from integrations.mitid import CLAIM_NAMES, IDURA, Assurance, Broker, IdentityProvider
from models import Provider
from settings import Settings

NEMID_ACR = "urn:grn:authn:dk:nemid:poces"
LOCAL_PROVIDER = "/dev/idp"


def brokers(
    settings: Settings, http: httpx2.AsyncClient, clock: Clock
) -> dict[Provider, IdentityProvider]:
    """R1: one for MITID; one for NEMID only where the local provider stands in for it."""
    asked = {Provider.MITID: settings.oidc_acr_values}
    if settings.nemid_simulated:
        asked[Provider.NEMID] = NEMID_ACR
    return {
        provider: Broker(
            http,
            issuer=settings.oidc_issuer or local_issuer(settings),
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            acr_values=acr_values,
            required=Assurance.SUBSTANTIAL,
            claims=CLAIM_NAMES[settings.oidc_claims],
            now=clock,
            scope=settings.oidc_scope,
        )
        for provider, acr_values in asked.items()
    }


def broker_for_staff(
    settings: Settings, http: httpx2.AsyncClient, clock: Clock
) -> IdentityProvider:
    return Broker(
        http,
        issuer=settings.staff_oidc_issuer or local_issuer(settings),
        client_id=settings.staff_oidc_client_id,
        client_secret=settings.staff_oidc_client_secret.get_secret_value(),
        acr_values=settings.staff_oidc_acr_values,
        required=Assurance.SUBSTANTIAL,
        claims=IDURA.of_staff(),
        now=clock,
        scope="openid",
    )


def local_issuer(settings: Settings) -> str:
    return settings.origin + LOCAL_PROVIDER
