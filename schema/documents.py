"""The document of a request: parsed once, measured, validated once, and unambiguous.

Strawberry's own caches raise where nobody catches it, and then an error has no code and a live
connection no answer; this one only remembers, and leaves parsing and validating to Strawberry.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    StringValueNode,
    Visitor,
    visit,
)
from strawberry.extensions import SchemaExtension

from schema.limits import too_large

REMEMBERED = 500

_parsed: OrderedDict[str, DocumentNode] = OrderedDict()
_valid: OrderedDict[str, bool] = OrderedDict()


class Documents(SchemaExtension):
    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        query = context.query or ""
        context.graphql_document = _parsed.get(query)
        yield
        if context.graphql_document is not None:
            _remember(_parsed, query, context.graphql_document)

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        query, document = context.query or "", context.graphql_document
        if document is not None:
            refusal = self._ambiguous(document) or unstorable(context.variables)
            if query not in _valid:
                refusal = refusal or too_large(document) or unstorable(_texts(document))
            if refusal is not None:
                context.pre_execution_errors = [refusal]
            elif query in _valid:
                context.pre_execution_errors = []
        yield
        if not context.pre_execution_errors:
            _remember(_valid, query, True)

    def _ambiguous(self, document: DocumentNode) -> GraphQLError | None:
        """Of several operations Strawberry would run the first; the specification says: none."""
        named = self.execution_context._provided_operation_name
        names = [
            node.name.value if node.name else None
            for node in document.definitions
            if isinstance(node, OperationDefinitionNode)
        ]
        if not names:
            return _bad_input("The document has no operation.")
        if named is None and len(names) > 1:
            return _bad_input("Say by `operationName` which operation to run.")
        if named is not None and named not in names:
            return _bad_input("The document has no operation of that name.")
        return None


def unstorable(value: Any) -> GraphQLError | None:
    """Characters that no text of ours can have: NUL, and halves of a character."""
    if isinstance(value, str):
        bad = "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)
        return _bad_input("A text has characters that are none.") if bad else None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for one in inner if (found := unstorable(one)) is not None), None)


def _texts(document: DocumentNode) -> list[str]:
    """What stands in quotes."""
    found: list[str] = []

    class Texts(Visitor):
        def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
            found.append(node.value)

    visit(document, Texts())
    return found


def _bad_input(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def _remember(memory: OrderedDict[str, Any], key: str, value: Any) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
