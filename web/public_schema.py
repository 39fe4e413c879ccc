"""The contract, for whoever generates a client from it: the same file as in the repository."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

FILE = Path(__file__).parent.parent / "schema" / "schema.graphql"


async def public_schema(request: Request) -> Response:
    return PlainTextResponse(FILE.read_text())
