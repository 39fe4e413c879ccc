"""GraphQL over HTTP and over websockets. Whatever comes in, what goes out is a clear answer."""

import json
from datetime import timedelta
from types import NoneType
from typing import Any

from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from context import Context, Outside
from web.asking import asking, bearer_token, is_from_our_pages, set_cookies, spoken
from web.faults import error_response, may_try_again
from web.live_socket import Handler
from web.open_sockets import OpenSockets
from web.streams import EventStreams

GRAPHQL_JSON = "application/graphql-response+json"
INIT_WITHIN = timedelta(seconds=5)
SUBSCRIPTIONS_PER_SOCKET = 20


class Endpoint(GraphQL[Context, None]):
    graphql_transport_ws_handler_class = Handler

    def __init__(self, outside: Outside, schema: BaseSchema) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL],
            connection_init_wait_timeout=INIT_WITHIN,
            max_subscriptions_per_connection=SUBSCRIPTIONS_PER_SOCKET,
            allowed_origins=[outside.settings.origin],
        )
        self.outside = outside
        self.streams = EventStreams()
        self.sockets = OpenSockets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            if request.method != "POST":
                raise HTTPException(405, "Send operations by POST.")
            if not is_from_our_pages(self.outside, request):
                raise HTTPException(403, "Send the header X-Aleris-Client with a cookie session.")
            response = await self.run(request)
        except HTTPException as refusal:
            response = error_response(refusal.status_code, refusal.reason)
        except StarletteHTTPException as refusal:
            response = error_response(refusal.status_code, refusal.detail)
        await self.streams.answer(response, scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        context = asking(self.outside, request)
        if isinstance(request, Request):
            # What the operation asks to have set is set when the answer is made, below.
            request.state.context = context
            request.state.graphql_json = GRAPHQL_JSON in request.headers.get("accept", "")
            if isinstance(response, Response):
                response.request = request  # type: ignore[attr-defined]
        return context

    async def parse_http_body(
        self, request: AsyncHTTPRequestAdapter
    ) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Strawberry's own answers with a 500 to bodies that are JSON but no object."""
        if "application/json" not in (request.content_type or "").lower():
            raise HTTPException(415, "Send the operation as application/json.")
        try:
            body = json.loads(await request.get_body())
        except (ValueError, RecursionError) as error:
            raise HTTPException(400, "The body is not JSON.") from error
        query = body.get("query") if isinstance(body, dict) else None
        if not isinstance(query, str) or not query:
            raise HTTPException(400, "The body must be an object with a `query`.")
        if not isinstance(body.get("operationName"), str | NoneType):
            raise HTTPException(400, "`operationName` must be a string or null.")
        return await super().parse_http_body(request)

    def decode_json(self, data: str | bytes) -> object:
        """What a socket says. Too deep, or a number too long, is no JSON of ours either."""
        try:
            return super().decode_json(data)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("not JSON", "", 0) from error

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        response = super().create_response(response_data, sub_response)
        request: Request = sub_response.request  # type: ignore[attr-defined]
        set_cookies(self.outside, response, request.state.context.cookies)
        response.headers["Cache-Control"] = "no-store"
        if request.state.graphql_json:
            response.headers["Content-Type"] = GRAPHQL_JSON
            if isinstance(response_data, dict) and "data" not in response_data:
                response.status_code = 400
        if isinstance(response_data, dict):
            may_try_again(response, response_data)
        return response

    async def process_result(self, request: Request, result: Any) -> GraphQLHTTPResponse:
        """A request error has no `data` at all: nothing was begun."""
        response = await super().process_result(request, result)
        errors = result.errors or []
        if errors and response.get("data") is None and all(e.path is None for e in errors):
            response.pop("data", None)
        return response

    async def on_ws_connect(self, context: Context) -> dict[str, object]:
        """Apps show their token in the first message; browsers have shown a cookie already."""
        params = context.connection_params or {}
        token = bearer_token(params.get("authorization") or params.get("Authorization"))
        if token is not None:
            context.tokens.sessions = [token]
        if isinstance(language := params.get("language"), str):
            context.language = spoken(language)
        await context.see_who_asks()
        if context.patient_session is None and context.staff_session is None:
            raise ConnectionRejectionError
        # Each operation looks anew; what was seen here would only be kept as long as the socket.
        context.patient_session = context.staff_session = None
        return {}
