"""How an operation is run: within limits, with codes, and each with a context of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import (
    AddValidationRules,
    DisableIntrospection,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from schema.codes import Coded, report
from schema.errors import handlers
from schema.limits import MAX_TOKENS, OperationLimits

CACHED_DOCUMENTS = 500


class NamedWhenSeveral(SchemaExtension):
    """Of several operations the first would be run; the specification says: none."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        document = context.graphql_document
        operations = [
            node
            for node in (document.definitions if document else ())
            if isinstance(node, OperationDefinitionNode)
        ]
        if len(operations) > 1 and context._provided_operation_name is None:
            extensions = {"code": "BAD_USER_INPUT"}
            context.pre_execution_errors = [
                GraphQLError("Say by `operationName` which of them.", extensions=extensions)
            ]
        yield


class OperationSchema(strawberry.Schema):
    """A live connection has one context for hours; each of its operations looks anew who asks."""

    async def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        more["context_value"] = await more["context_value"].fork().see_who_asks(doing=True)
        return await super().execute(query, *args, **more)

    async def stream(self, query: Any, *args: Any, **more: Any) -> Any:
        more["context_value"] = await more["context_value"].fork().see_who_asks(doing=True)
        return await super().stream(query, *args, **more)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        report(errors)


def make_schema(
    query: type, mutation: type, subscription: type, *, introspection: bool = True
) -> OperationSchema:
    # Classes and factories: an instance would be shared by all requests.
    extensions: Iterable[Any] = [
        Coded,
        lambda: MaxTokensLimiter(MAX_TOKENS),
        lambda: AddValidationRules([OperationLimits]),
        lambda: ParserCache(maxsize=CACHED_DOCUMENTS),
        lambda: ValidationCache(maxsize=CACHED_DOCUMENTS),
        NamedWhenSeveral,
        *([] if introspection else [DisableIntrospection]),
    ]
    return OperationSchema(
        query,
        mutation,
        subscription,
        exception_handlers=handlers,
        extensions=list(extensions),
        config=StrawberryConfig(disable_field_suggestions=True),
    )
