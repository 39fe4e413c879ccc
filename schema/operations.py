"""How an operation is run: within limits, with codes, and each with a context of its own."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxTokensLimiter
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult

from schema.codes import Coded, code_all, report
from schema.documents import Documents
from schema.doing import is_somebodys
from schema.errors import handlers
from schema.events import OperationExecutor
from schema.limits import MAX_TOKENS
from schema.scalars import SCALARS

WITHIN = timedelta(seconds=10)
"""An operation that takes longer is ended: nobody waits for it any more."""

TOO_LONG, CODE = "This took too long. Try again.", {"code": "TIMEOUT"}


class OperationSchema(strawberry.Schema):
    """A live connection has one context for hours; each of its operations looks anew who asks."""

    async def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        context = more["context_value"] = (
            await more["context_value"].fork().see_who_asks(doing=is_somebodys(query))
        )
        try:
            async with asyncio.timeout(WITHIN.total_seconds()):
                result = await super().execute(query, *args, **more)
        except TimeoutError:
            # What was being written is finished all the same: it has a task of its own.
            result = ExecutionResult(data=None, errors=[GraphQLError(TOO_LONG, extensions=CODE)])
        return with_codes(result, context)

    async def stream(self, query: Any, *args: Any, **more: Any) -> Any:
        context = more["context_value"] = (
            await more["context_value"].fork().see_who_asks(doing=True)
        )
        return with_codes(await super().stream(query, *args, **more), context)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        report(errors)


def with_codes(result: Any, context: Any) -> Any:
    """What failed before it was run never comes to the extensions."""
    code_all(result, context.language)
    return result


def make_schema(query: type, mutation: type, subscription: type) -> OperationSchema:
    # Classes and factories: an instance would be shared by all requests.
    extensions: Iterable[Any] = [
        Coded,
        lambda: MaxTokensLimiter(MAX_TOKENS),
        Documents,
    ]
    return OperationSchema(
        query,
        mutation,
        subscription,
        exception_handlers=handlers,
        execution_context_class=OperationExecutor,
        extensions=list(extensions),
        config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
    )
