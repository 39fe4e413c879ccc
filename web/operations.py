"""The clients' GraphQL documents: written as `.graphql` files, served to browsers as one module.

python -m web.operations      write web/client/operations.js anew
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    visit,
)

CLIENT = Path(__file__).parent / "client"
FOLDER = CLIENT / "operations"
MODULE = CLIENT / "operations.js"
HEAD = "// Written by `make operations` from operations/*.graphql: do not edit.\n"


@cache
def everything() -> DocumentNode:
    """All operations and fragments, as one document."""
    return parse("\n".join(path.read_text() for path in sorted(FOLDER.glob("*.graphql"))))


@cache
def operations() -> dict[str, str]:
    """Each operation by its name, with the fragments that it needs and nothing else."""
    return {
        it.name.value: strip_ignored_characters("\n".join(map(print_ast, [it, *_needed_by(it)])))
        for it in everything().definitions
        if isinstance(it, OperationDefinitionNode) and it.name is not None
    }


def module() -> str:
    lines = [f"  {name}: {json.dumps(text)},\n" for name, text in sorted(operations().items())]
    return f"{HEAD}export const documents = {{\n{''.join(lines)}}};\n"


def _needed_by(operation: Node) -> list[FragmentDefinitionNode]:
    known = {
        it.name.value: it
        for it in everything().definitions
        if isinstance(it, FragmentDefinitionNode)
    }
    found: dict[str, FragmentDefinitionNode] = {}
    looked_at: list[Node] = [operation]
    while looked_at:
        for name in _spreads(looked_at.pop()):
            if name not in found:
                found[name] = known[name]
                looked_at.append(known[name])
    return [found[name] for name in sorted(found)]


def _spreads(node: Node) -> Iterator[str]:
    spreads = Spreads()
    visit(node, spreads)
    yield from spreads.names


class Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.append(node.name.value)


if __name__ == "__main__":
    MODULE.write_text(module())
