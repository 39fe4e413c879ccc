"""A patient's or a clinician's app, without the network: it speaks GraphQL to the schema."""

from dataclasses import dataclass
from typing import Any

from context import Context
from schema import schema


@dataclass(eq=False)
class Client:
    context: Context

    async def asks(self, document: str, **variables: Any) -> Any:
        """The answer to a document with one field."""
        data = await self.reads(document, **variables)
        [answer] = data.values()
        return answer

    async def reads(self, document: str, **variables: Any) -> Any:
        result = await schema.execute(document, variables, context_value=self.context)
        assert not result.errors, result.errors
        return result.data

    async def refused(self, document: str, **variables: Any) -> str:
        """The code of the only error."""
        result = await schema.execute(document, variables, context_value=self.context)
        [error] = result.errors or []
        return str((error.extensions or {})["code"])

    async def follows(self, document: str, **variables: Any) -> Any:
        return await schema.subscribe(document, variables, context_value=self.context)
