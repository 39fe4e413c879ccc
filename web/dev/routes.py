"""The routes of the development tools, all below /dev, and GraphiQL. Absent in production."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from context import Outside
from web.broker import LOCAL_PROVIDER, local_issuer
from web.dev import clinician, graphiql, tools
from web.dev.idp import local_provider

HERE = Path(__file__).parent


def development_routes(outside: Outside) -> list[BaseRoute]:
    settings = outside.settings
    provider = local_provider(
        {
            settings.oidc_client_id: settings.oidc_client_secret.get_secret_value(),
            settings.staff_oidc_client_id: settings.staff_oidc_client_secret.get_secret_value(),
        },
        now=outside.now,
        issuer=local_issuer(settings),
        redirect_prefix=f"{settings.origin}/sign-in/",
    )
    return [
        Route("/graphql", graphiql.page, methods=["GET"]),
        Route("/graphiql/tabs.json", graphiql.tabs),
        Mount("/graphiql/static", StaticFiles(directory=graphiql.STATIC)),
        Route("/dev", tools.page),
        Route("/dev/clock", tools.move_clock, methods=["POST"]),
        Route("/dev/bus", tools.change_bus, methods=["POST"]),
        Route("/dev/clinician", clinician.play, methods=["POST"]),
        Route("/dev/inbox", tools.inbox_page),
        Route("/dev/inbox/{reference}", tools.report, methods=["POST"]),
        Mount("/dev/static", StaticFiles(directory=HERE / "static")),
        Mount(LOCAL_PROVIDER, provider),
    ]
