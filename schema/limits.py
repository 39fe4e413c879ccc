"""How large an operation may be: one pass over the document, linear in its length.

Strawberry's own depth and alias limiters walk a fragment again at each spread, which makes them
an attack themselves: 600 bytes keep them busy for seconds.
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    ASTValidationRule,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
)
from graphql.language import IntValueNode

MAX_TOKENS = 2000
MOST = {"depth": 12, "aliases": 30, "cost": 5000}
PAGES = ("first",)
DEFAULT_PAGE = 20
CEILING = 10**9
"""Enough to refuse; without it, fragments in fragments make numbers with millions of digits."""


@dataclass(frozen=True)
class Size:
    depth: int = 0
    aliases: int = 0
    cost: int = 0

    def beside(self, other: "Size") -> "Size":
        return Size(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, CEILING),
            min(self.cost + other.cost, CEILING),
        )

    def within(self, field: FieldNode) -> "Size":
        return Size(
            self.depth + 1,
            self.aliases + (field.alias is not None),
            min(1 + _times(field) * self.cost, CEILING),
        )


class OperationLimits(ASTValidationRule):
    """Refuses an operation that is too deep, or asks for too much at once."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments = {
            node.name.value: node
            for node in context.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        size = self._of(node.selection_set)
        for what, most in MOST.items():
            if (is_ := getattr(size, what)) > most:
                message = f"Operation is too large: {what} {is_} > {most}."
                extensions = {"code": "OPERATION_TOO_LARGE"}
                self.report_error(GraphQLError(message, node, extensions=extensions))

    def _of(self, selection_set: SelectionSetNode | None) -> Size:
        size = Size()
        for node in selection_set.selections if selection_set else ():
            if isinstance(node, FieldNode) and node.name.value.startswith("__"):
                # Introspection is deep by nature; graphql-core has a limit of its own for it.
                continue
            if isinstance(node, FieldNode):
                size = size.beside(self._of(node.selection_set).within(node))
            elif isinstance(node, InlineFragmentNode):
                size = size.beside(self._of(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                size = size.beside(self._of_fragment(node.name.value))
        return size

    def _of_fragment(self, name: str) -> Size:
        if name not in self._known:
            # A fragment that contains itself is reported by another rule; here it must only end.
            self._known[name] = Size()
            if name in self._fragments:
                self._known[name] = self._of(self._fragments[name].selection_set)
        return self._known[name]


def _times(field: FieldNode) -> int:
    """How often what is inside may be answered: by the page, if it is one."""
    for argument in field.arguments or ():
        if argument.name.value in PAGES:
            value = argument.value
            return int(value.value) if isinstance(value, IntValueNode) else DEFAULT_PAGE
    return 1
