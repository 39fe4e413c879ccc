"""Errors that are no refusals: each with a code, and with our own words kept to ourselves."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import SchemaExtension
from tortoise.exceptions import ValidationError

from models import refused
from models.faults import kinds, without_data
from models.texts import DANISH, say
from models.transaction import is_away
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

UNAVAILABLE = "UNAVAILABLE"
"""The database is away: nothing is wrong with what was asked, and it may be asked again."""

WORDS = {
    "NOT_SIGNED_IN": "Not signed in.",
    "NOT_FOUND": "Not found.",
    "BAD_USER_INPUT": "A value is longer than it can be.",
    "INTERNAL": "Something went wrong on our side.",
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
        code_all(result, getattr(self.execution_context.context, "language", DANISH))


def code_all(result: Any, language: str) -> None:
    """Half an answer is none while the database is away: what is missing in it says nothing."""
    errors = getattr(result, "errors", None)
    if errors:
        result.errors = [coded(error, language) for error in errors]
        if any(error.extensions["code"] == UNAVAILABLE for error in result.errors):
            result.data = None


def coded(error: GraphQLError, language: str) -> GraphQLError:
    if "code" in (error.extensions or {}):
        return error
    raised = error.original_error
    if isinstance(raised, refused.Refused):
        extensions = {"code": code_of(raised), **_field(raised)}
        return _like(error, raised.message(language), extensions)
    if raised is None or isinstance(raised, GraphQLError):
        return _like(error, error.message, {"code": _request_code(error)})
    code = _code_of(raised)
    return _like(error, words(code, language), {"code": code})


def of_fault(raised: BaseException, language: str) -> GraphQLError:
    """For what failed before there was an operation to fail in."""
    code = _code_of(raised)
    return GraphQLError(words(code, language), extensions={"code": code})


def words(code: str, language: str) -> str:
    """Fit to show where the asker can do something: come again."""
    return say("unavailable", language) if code == UNAVAILABLE else WORDS[code]


def _code_of(raised: BaseException) -> str:
    return UNAVAILABLE if is_away(raised) else CODES.get(type(raised), "INTERNAL")


def report(errors: list[GraphQLError]) -> None:
    """What is our fault is logged: where, and what kind, never the query or its values.

    That the database is away is said once for an operation, however much of it needed it.
    """
    away = False
    for error in errors:
        raised = error.original_error
        if raised is None or isinstance(raised, GraphQLError | refused.Refused):
            continue
        place = ".".join(str(step) for step in error.path or ())
        if is_away(raised):
            if not away:
                log.warning("The database is away, at %s: %s", place, kinds(raised))
            away = True
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
