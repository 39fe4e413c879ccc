"""R1: the ways to log in."""

from dataclasses import dataclass

from context import Context, Info
from models import Provider
from models.texts import say


@dataclass(frozen=True)
class LoginProvider:
    """R1: one of the two that the guide names, and whether it can be used."""

    id: Provider
    label: str
    enabled: bool
    reason: str | None


def login_providers(info: Info) -> list[LoginProvider]:
    return providers(info.context)


def providers(context: Context) -> list[LoginProvider]:
    """R1, A1: NemID stays in the list and says why it cannot be used."""
    simulated, language = context.settings.nemid_simulated, context.language
    closed = None if simulated else say("provider-nemid-closed", language)
    return [
        LoginProvider(Provider.MITID, say("provider-mitid", language), True, None),
        LoginProvider(Provider.NEMID, say("provider-nemid", language), simulated, closed),
    ]
