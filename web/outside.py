"""The outside world of a process, from its settings: the real parts, or those of development."""

import httpx2

from context import Outside
from integrations.broadcast import Hub, PostgresBackend, RedisBackend, SupervisedBackend
from integrations.clock import Clock, MovableClock, real_clock
from integrations.database import credentials
from integrations.rate_limits import rate_limits
from integrations.sms import Sms
from integrations.sms.gatewayapi import GatewayApi
from integrations.video import Pseudonyms, VideoEngine
from integrations.video.janus import JanusEngine
from integrations.video.janus_api import Janus
from integrations.video.janus_calls import Calls
from integrations.video.livekit import LiveKitEngine
from integrations.video.peer import PeerEngine
from integrations.video.turn import Ice
from models.cpr import Vault
from settings import Settings
from web.broker import broker_for_staff, brokers


def plug_in(
    settings: Settings, url: str, http: httpx2.AsyncClient, clock: Clock | None = None
) -> Outside:
    now = clock or _clock(settings)
    hub = Hub(_bus(settings, url))
    return Outside(
        settings=settings,
        now=now,
        hub=hub,
        sms=_sms(settings, http),
        limits=rate_limits(settings.redis_url),
        video=_video(settings, hub),
        vault=Vault(settings.secret_key.get_secret_value().encode()),
        providers=brokers(settings, http, now),
        staff_provider=broker_for_staff(settings, http, now),
    )


def _bus(settings: Settings, url: str) -> SupervisedBackend:
    """The database itself, or Redis in large installations."""
    if settings.redis_url:
        return RedisBackend(settings.redis_url)
    return PostgresBackend(credentials(url))


def _sms(settings: Settings, http: httpx2.AsyncClient) -> Sms:
    if settings.sms_url:
        return GatewayApi(
            http,
            settings.sms_url,
            settings.sms_token.get_secret_value(),
            settings.sms_sender,
            settings.origin,
            settings.sms_callback_secret.get_secret_value(),
        )
    from web.dev.inbox import inbox

    return inbox(settings)


def _video(settings: Settings, hub: Hub) -> VideoEngine:
    """By the real clock: coturn and LiveKit know nothing of a time machine."""
    pseudonyms = Pseudonyms(settings.secret_key.get_secret_value().encode())
    if settings.video_engine == "LIVEKIT":
        secret = settings.livekit_secret.get_secret_value()
        url, key = settings.livekit_url, settings.livekit_key
        return LiveKitEngine(url, key, secret, pseudonyms, real_clock)
    if settings.video_engine == "JANUS":
        janus = Janus(settings.janus_url, settings.janus_secret.get_secret_value())
        calls = Calls(janus, hub, pseudonyms, real_clock)
        return JanusEngine(_ice(settings, "all"), pseudonyms, real_clock, janus, calls)
    hidden = "relay" if settings.turn_urls else "all"
    return PeerEngine(_ice(settings, hidden), pseudonyms, real_clock)


def _ice(settings: Settings, policy: str) -> Ice:
    secret = settings.turn_secret.get_secret_value()
    policy = settings.ice_transport_policy or policy
    return Ice(settings.stun_urls, settings.turn_urls, secret, policy)


def _clock(settings: Settings) -> Clock:
    if settings.is_development:
        return MovableClock()
    return real_clock
