"""Errors that are no refusals: each with a code, and with our own words kept to ourselves."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import SchemaExtension
from tortoise.exceptions import ValidationError

from models import refused
from models.faults import without_data
from models.texts import DANISH
from models.transaction import DATABASE_AWAY
from schema.errors import code_of

log = logging.getLogger("aleris.graphql")

CODES: dict[type[BaseException], str] = {
    refused.NotSignedIn: "NOT_SIGNED_IN",
    refused.NotFound: "NOT_FOUND",
    # A value that is longer than anything of its kind could be.
    ValidationError: "BAD_USER_INPUT",
}

COERCION = re.compile(r"Variable '\$\w+' (has|got) invalid value")
"""How graphql-core says that a variable's value does not fit."""

WORDS = {
    "NOT_SIGNED_IN": "Not signed in.",
    "NOT_FOUND": "Not found.",
    "BAD_USER_INPUT": "A value is longer than it can be.",
    "INTERNAL": "Something went wrong on our side.",
    "UNAVAILABLE": "We cannot answer just now. Try again in a moment.",
}


class Coded(SchemaExtension):
    """Gives every error a code. What our own code raised says nothing but its code."""

    def on_operation(self) -> Iterator[None]:
        yield
        self._code(self.execution_context.result)

    def on_stream_result(self, result: Any) -> Iterator[None]:
        self._code(result)
        yield

    def _code(self, result: Any) -> None:
        errors = getattr(result, "errors", None)
        if errors:
            language = getattr(self.execution_context.context, "language", DANISH)
            result.errors = [coded(error, language) for error in errors]


def coded(error: GraphQLError, language: str) -> GraphQLError:
    if "code" in (error.extensions or {}):
        return error
    raised = error.original_error
    if isinstance(raised, refused.Refused):
        extensions = {"code": code_of(raised), **_field(raised)}
        return _like(error, raised.message(language), extensions)
    if raised is None or isinstance(raised, GraphQLError):
        return _like(error, error.message, {"code": _request_code(error)})
    code = _code_of_ours(raised)
    return _like(error, WORDS[code], {"code": code})


def _code_of_ours(raised: BaseException) -> str:
    return (
        "UNAVAILABLE" if isinstance(raised, DATABASE_AWAY) else CODES.get(type(raised), "INTERNAL")
    )


def report(errors: list[GraphQLError]) -> None:
    """What is our fault is logged: where, and what kind, never the query or its values."""
    for error in errors:
        raised = error.original_error
        if raised is None or isinstance(raised, GraphQLError | refused.Refused):
            continue
        place = ".".join(str(step) for step in error.path or ())
        if isinstance(raised, DATABASE_AWAY):
            log.warning("Could not answer at %s: %s", place, type(raised).__name__)
        elif type(raised) not in CODES:
            log.error("Failed at %s\n%s", place, without_data(raised))


def _request_code(error: GraphQLError) -> str:
    """What is wrong with the request: its grammar, its values, or what it asks for."""
    if isinstance(error, GraphQLSyntaxError):
        return "GRAPHQL_PARSE_FAILED"
    if COERCION.match(error.message):
        return "BAD_USER_INPUT"
    return "GRAPHQL_VALIDATION_FAILED"


def _field(raised: refused.Refused) -> dict[str, str]:
    return {"field": raised.field} if isinstance(raised, refused.InvalidInput) else {}


def _like(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
