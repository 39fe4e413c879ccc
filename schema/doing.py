"""Whether an operation is somebody's doing, or only a client's that works by itself.

What a page sends on its own as long as it is open keeps nobody signed in: an unattended screen has
to time out (models/session.py).
"""

from functools import lru_cache

from graphql import FieldNode, GraphQLError, OperationDefinitionNode, parse

BY_ITSELF = frozenset({"heartbeat", "acknowledgeInvitation", "colleaguesQueue"})
"""What clients send without anybody having done anything; the last whenever the board changes."""


def is_somebodys(query: object) -> bool:
    """Anything else is, and what cannot be read is nobody's harm."""
    if not isinstance(query, str) or not any(name in query for name in BY_ITSELF):
        return True
    return not _is_by_itself(query)


@lru_cache(maxsize=100)
def _is_by_itself(query: str) -> bool:
    try:
        document = parse(query, max_tokens=100)
    except (GraphQLError, RecursionError):
        return False
    roots = [
        node
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for node in definition.selection_set.selections
    ]
    names = {node.name.value if isinstance(node, FieldNode) else None for node in roots}
    return bool(names) and names <= BY_ITSELF
