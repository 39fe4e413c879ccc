"""How the schema declares: types that show models, enums described, mutations with one input."""

from collections.abc import Callable
from enum import EnumMeta
from typing import Annotated, Any

import strawberry

from context import Info


def shows(model: type, which: Callable[[Any], bool] = lambda _: True) -> Callable[[Any, Any], bool]:
    """Let a resolver return the model itself where a union or an interface promises this type.

    `which`, when the same model is shown as different things.
    """

    def is_type_of(value: Any, _info: Any) -> bool:
        return isinstance(value, model) and which(value)

    return is_type_of


def describe(enum: EnumMeta, description: str, *, name: str | None = None, **values: str) -> None:
    """Describe a model's enum and each of its values; none may be forgotten."""
    strawberry.enum(enum, name=name, description=description)
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values.pop(value.name)
    if values:
        raise LookupError(f"{enum.__name__} has no {', '.join(values)}")


def mutation(resolver: Callable[..., Any], input: type | None, description: str) -> Any:
    """A mutation that takes one `input` and hands its fields to the resolver by name."""
    if input is None:
        return strawberry.mutation(resolver=resolver, description=description)

    async def resolve(info: Info, input: Any) -> Any:
        return await resolver(info, **vars(input))

    resolve.__annotations__ |= {
        "input": Annotated[input, strawberry.argument(description="What the act needs to know.")],
        "return": None,
    }
    return strawberry.mutation(resolver=resolve, description=description)
