"""The ASGI application: what is plugged into what.

python -m app           serve it, having brought the database up to date
python -m app worker    do what is due because time has passed, and serve nothing
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

import worker
from context import Outside
from integrations.clock import Clock
from integrations.database import connected, database_url, migrate
from schema import schema
from settings import Settings
from web import callbacks, deep_links, documents, pages, sign_in
from web.clients import clients
from web.faults import LastResort
from web.graphql import Endpoint
from web.headers import SecurityHeaders
from web.outside import plug_in
from web.public_schema import public_schema
from web.server import listening_socket, server, settle_memory

LARGEST_BODY = 64 * 1024


def create_app(settings: Settings, url: str, *, clock: Clock | None = None) -> Starlette:
    """`url` is the database's. The clock is the real one, or in development one to be moved."""
    http = httpx2.AsyncClient(timeout=httpx2.Timeout(5))
    outside = plug_in(settings, url, http, clock)
    endpoint = Endpoint(outside, schema)
    routes: list[BaseRoute] = [
        Route("/", pages.front_door),
        Route("/health", pages.health),
        Route("/schema.graphql", public_schema),
        Route("/graphql", endpoint),
        WebSocketRoute("/graphql", endpoint),
        Route("/profile", pages.profile),
        Route("/a/{id}", pages.appointment),
        Route("/documents/confirmations/{id}.pdf", documents.confirmation),
        Route("/documents/appointments/{id}.ics", documents.appointment),
        Route("/calendar/{token}.ics", documents.calendar_feed),
        Route("/l/{token:path}", deep_links.follow),
        Route("/callbacks/sms", callbacks.sms, methods=["POST"]),
        Route("/sign-in", sign_in.consent_page, methods=["GET"]),
        Route("/sign-in", sign_in.choose_provider, methods=["POST"]),
        Route("/sign-in/begin", sign_in.begin, methods=["POST"]),
        Route("/sign-in/staff", sign_in.begin_for_staff),
        Route("/sign-in/callback", sign_in.callback),
        Route("/sign-out", sign_in.sign_out, methods=["POST"]),
        *clients(settings),
    ]
    if settings.is_development:
        from web.dev.routes import development_routes

        routes = development_routes(outside) + routes
    app = Starlette(
        routes=routes,
        lifespan=_lifespan(outside, url, http),
        middleware=[Middleware(SecurityHeaders, settings=settings), Middleware(LastResort)],
        max_body_size=LARGEST_BODY,
    )
    app.state.outside, app.state.streams = outside, endpoint.streams
    return app


def _lifespan(
    outside: Outside, url: str, http: httpx2.AsyncClient
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            await running.enter_async_context(http)
            await running.enter_async_context(connected(url, outside.settings.database_pool))
            await running.enter_async_context(outside.hub.running())
            running.push_async_callback(outside.limits.close)
            await running.enter_async_context(outside.video.running())
            if outside.settings.run_worker:
                await running.enter_async_context(_working(outside))
            yield

    return lifespan


@asynccontextmanager
async def _working(outside: Outside) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.work(outside), name="worker")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def work_alone(settings: Settings, url: str) -> None:
    """A worker beside the servers, as many as one likes."""
    async with AsyncExitStack() as running:
        http = await running.enter_async_context(httpx2.AsyncClient(timeout=5))
        outside = plug_in(settings, url, http)
        await running.enter_async_context(connected(url, settings.database_pool))
        await running.enter_async_context(outside.hub.running())
        await _until_told_to_stop(worker.work(outside))


async def _until_told_to_stop(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM ends it; what is being handed over then is finished before we are gone."""
    task = asyncio.create_task(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def serve(settings: Settings, url: str) -> None:
    if settings.is_development:
        from web.dev.seed import seed_if_empty

        asyncio.run(seed_if_empty(url))
    bound = listening_socket(settings)
    print(f"Aleris Online: {settings.public_url}   (Ctrl-C stops it)", flush=True)
    app = create_app(settings, url)
    settle_memory()
    serving = server(app, peer_timeout=settings.peer_timeout, streams=app.state.streams)
    serving.run(sockets=[bound])


def main(*arguments: str) -> None:
    settings = Settings()
    url = database_url(settings)
    asyncio.run(migrate(url))
    if arguments == ("worker",):
        with suppress(KeyboardInterrupt):
            asyncio.run(work_alone(settings, url))
    else:
        serve(settings, url)


if __name__ == "__main__":
    main(*sys.argv[1:])
