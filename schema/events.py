"""How each event of a subscription is executed: with what the first one has found out.

graphql-core 3.3.2 remembers which fields to look at by the identity of lists that it makes anew
for every event. Nothing is ever found again, and all of it is kept as long as the stream lives:
7 KB for each event of a waiting room. What an operation selects is the same at every event, so
here the first event's lists are used for all of them.
"""

from typing import Any, Self

from graphql import GraphQLObjectType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class OperationExecutor(StrawberryGraphQLCoreExecutionContext):
    """Given to Strawberry as its `execution_context_class`."""

    _stream: "OperationExecutor | None" = None
    """For an event: the executor of its subscription."""
    _root_fields: Any = None
    """For a subscription: what its first event has selected at the root."""

    def build_per_event_executor(self, payload: Any) -> Self:
        executor: Any = super().build_per_event_executor(payload)
        executor._stream = self
        return executor  # type: ignore[no-any-return]

    def execute_collected_root_fields(
        self, root_type: GraphQLObjectType, root_value: Any, fields: Any, *more: Any
    ) -> Any:
        if self._stream is not None:
            self._stream._root_fields = self._stream._root_fields or fields
            fields = self._stream._root_fields
        return super().execute_collected_root_fields(root_type, root_value, fields, *more)
