"""The outside world of a process, from its settings: the real parts, or those of development."""

import httpx2

from context import Outside
from integrations.broadcast import Hub, PostgresBackend, RedisBackend, SupervisedBackend
from integrations.clock import Clock, MovableClock, real_clock
from integrations.database import credentials
from integrations.rate_limits import rate_limits
from integrations.sms import GatewaySms, Sms
from models.cpr import Vault
from settings import Settings
from web.broker import broker_for_staff, brokers


def plug_in(
    settings: Settings, url: str, http: httpx2.AsyncClient, clock: Clock | None = None
) -> Outside:
    now = clock or _clock(settings)
    return Outside(
        settings=settings,
        now=now,
        hub=_hub(settings, url),
        sms=_sms(settings),
        limits=rate_limits(settings.redis_url),
        vault=Vault(settings.secret_key.get_secret_value().encode()),
        providers=brokers(settings, http, now),
        staff_provider=broker_for_staff(settings, http, now),
    )


def _hub(settings: Settings, url: str) -> Hub:
    """In development one that can be made to misbehave."""
    if settings.is_development:
        from web.dev.unruly import UnrulyHub

        return UnrulyHub(_bus(settings, url))
    return Hub(_bus(settings, url))


def _bus(settings: Settings, url: str) -> SupervisedBackend:
    """The database itself, or Redis in large installations."""
    if settings.redis_url:
        return RedisBackend(settings.redis_url)
    return PostgresBackend(credentials(url))


def _sms(settings: Settings) -> Sms:
    if settings.sms_url:
        token = settings.sms_token.get_secret_value()
        http = httpx2.AsyncClient(base_url=settings.sms_url, auth=(token, ""), timeout=10)
        return GatewaySms(http, settings.sms_sender)
    from web.dev.inbox import inbox

    return inbox(settings)


def _clock(settings: Settings) -> Clock:
    if settings.is_development:
        return MovableClock()
    return real_clock
