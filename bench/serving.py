"""One server process to measure: ours as it is in production, or the plain one on the same uvicorn.

python -m bench.serving ours|plain      the settings are the environment, as ever
"""

import sys
from contextlib import suppress
from resource import RLIMIT_NOFILE, getrlimit, setrlimit

from starlette.applications import Starlette

from app import create_app
from bench.plain import plain_app
from bench.stall import Meter
from integrations.clock import real_clock
from settings import Settings
from web.server import listening_socket, server, settle_memory


def raise_limits() -> None:
    """As many open sockets as we may have."""
    most = getrlimit(RLIMIT_NOFILE)[1]
    with suppress(ValueError):
        setrlimit(RLIMIT_NOFILE, (most, most))


def the_app(which: str, settings: Settings) -> Starlette:
    app = create_app(settings, settings.database_url, clock=real_clock)
    if which == "ours":
        app.router.routes.insert(0, Meter().route)
        return app
    plain = plain_app()
    # What the server has to know of an app, to be the same one.
    plain.state.outside, plain.state.streams = app.state.outside, app.state.streams
    return plain


def main(which: str) -> None:
    raise_limits()
    settings = Settings()
    bound = listening_socket(settings)
    app = the_app(which, settings)
    settle_memory()
    print("ready", flush=True)
    server(app).run(sockets=[bound])


if __name__ == "__main__":
    main(*sys.argv[1:])
