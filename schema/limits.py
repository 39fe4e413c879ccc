"""How large an operation may be: one pass over the document, linear in its length.

Strawberry's own depth and alias limiters walk a fragment again at each spread, which makes them
an attack themselves: 600 bytes keep them busy for seconds. And it is judged before the document
is validated, because graphql-core compares every two fields of the same name.
"""

from collections import Counter
from dataclasses import dataclass, fields

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.language import IntValueNode

MAX_TOKENS = 1000
MOST = {"depth": 12, "aliases": 30, "cost": 5000, "repeats": 20}
"""`cost` counts fields, those of a page as often as it is long; `repeats` the fields of one
name in one place."""

READS = frozenset(
    {
        *("appointment", "bookingConfirmation", "calendarFeed", "clinicians", "confirmation"),
        *("consultation", "course", "deviceCheck", "followUp", "followUps", "media", "messages"),
        *("allowedActions", "presence", "supersededBy"),
    }
)
"""Fields that ask the database for themselves: each costs as much as ten that do not."""
READ = 10

PAGES = ("first",)
LONG = {"slots": 400}
"""Fields whose answer is long though it is no page: a month of free times."""
LONGEST_PAGE = 50
CEILING = 10**9
"""Enough to refuse; without it, fragments in fragments make numbers with millions of digits."""


@dataclass(frozen=True)
class Size:
    depth: int = 0
    aliases: int = 0
    cost: int = 0
    repeats: int = 0

    def beside(self, other: "Size") -> "Size":
        return Size(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, CEILING),
            min(self.cost + other.cost, CEILING),
            max(self.repeats, other.repeats),
        )

    def within(self, field: FieldNode) -> "Size":
        own = READ if field.name.value in READS else 1
        return Size(
            self.depth + 1,
            self.aliases + (field.alias is not None),
            min(own + _times(field) * self.cost, CEILING),
            self.repeats,
        )


def too_large(document: DocumentNode) -> GraphQLError | None:
    """Why it is refused; None when it is not."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    measure = _Measure(fragments)
    whole = Size()
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            whole = whole.beside(measure.of(node.selection_set))
        elif isinstance(node, FragmentDefinitionNode):
            # Also one that nobody spreads is validated.
            whole = whole.beside(Size(repeats=measure.of_fragment(node.name.value).repeats))
    for what in fields(whole):
        if (is_ := getattr(whole, what.name)) > (most := MOST[what.name]):
            message = f"Operation is too large: {what.name} {is_} > {most}."
            return GraphQLError(message, extensions={"code": "OPERATION_TOO_LARGE"})
    return None


class _Measure:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Size] = {}
        self._counted: dict[str, Counter[str]] = {}

    def of(self, selection_set: SelectionSetNode | None) -> Size:
        size = Size(repeats=max(self._fields(selection_set).values(), default=0))
        for node in selection_set.selections if selection_set else ():
            if isinstance(node, FieldNode) and node.name.value.startswith("__"):
                # Introspection is deep by nature; graphql-core has a limit of its own for it.
                continue
            if isinstance(node, FieldNode):
                size = size.beside(self.of(node.selection_set).within(node))
            elif isinstance(node, InlineFragmentNode):
                size = size.beside(self.of(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                size = size.beside(self.of_fragment(node.name.value))
        return size

    def of_fragment(self, name: str) -> Size:
        if name not in self._known:
            # A fragment that contains itself is reported by another rule; here it must only end.
            self._known[name] = Size()
            if name in self._fragments:
                self._known[name] = self.of(self._fragments[name].selection_set)
        return self._known[name]

    def _fields(self, selection_set: SelectionSetNode | None) -> Counter[str]:
        """How often each field stands in one place, with what is spread there: graphql-core
        compares every two of the same name, wherever they came from."""
        counts: Counter[str] = Counter()
        for node in selection_set.selections if selection_set else ():
            if isinstance(node, FieldNode):
                counts[node.name.value] += 1
            elif isinstance(node, InlineFragmentNode):
                counts += self._fields(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                counts += self._fields_of_fragment(node.name.value)
        return counts

    def _fields_of_fragment(self, name: str) -> Counter[str]:
        if name not in self._counted:
            self._counted[name] = Counter()
            if name in self._fragments:
                self._counted[name] = self._fields(self._fragments[name].selection_set)
        return self._counted[name]


def _times(field: FieldNode) -> int:
    """How often what is inside may be answered: by the page, if it is one."""
    for argument in field.arguments or ():
        if argument.name.value in PAGES:
            value = argument.value
            asked = value.value if isinstance(value, IntValueNode) else ""
            # A variable may be anything, and so costs the most. Six digits are enough to refuse.
            return int(asked[:6]) if asked.isdigit() else LONGEST_PAGE
    return LONG.get(field.name.value, 1)
