"""The contract is kept on purpose: each change to it shows up in schema/schema.graphql."""

import pytest
from graphql import (
    GraphQLSchema,
    build_schema,
    get_introspection_query,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
)

from models.refused import Refused
from schema import schema
from schema.errors import SHOWN_AS
from schema.export import FILE, printed

SDL: GraphQLSchema = build_schema(schema.as_str())
TYPES = [type_ for name, type_ in SDL.type_map.items() if not name.startswith("__")]
WITH_FIELDS = [
    type_
    for type_ in TYPES
    if is_object_type(type_) or is_input_object_type(type_) or is_interface_type(type_)
]


def test_the_printed_contract_is_up_to_date():
    assert FILE.read_text() == printed(), "run `make schema`, and read the diff"


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_every_type_says_what_it_is(type_):
    assert type_.description


@pytest.mark.parametrize("type_", WITH_FIELDS, ids=str)
def test_every_field_and_argument_says_what_it_is(type_):
    silent = [name for name, field in type_.fields.items() if not field.description]
    silent += [
        f"{name}({argument})"
        for name, field in type_.fields.items()
        for argument, it in getattr(field, "args", {}).items()
        if not it.description
    ]
    assert silent == []


@pytest.mark.parametrize("type_", list(filter(is_enum_type, TYPES)), ids=str)
def test_every_value_of_an_enum_says_what_it_is(type_):
    assert [name for name, value in type_.values.items() if not value.description] == []


def test_every_refusal_has_a_type_of_its_own():
    assert set(Refused.__subclasses__()) == set(SHOWN_AS)
    assert all(refusal.__name__ == shown.__name__ for refusal, shown in SHOWN_AS.items())


@pytest.mark.parametrize("union", list(filter(is_union_type, TYPES)), ids=str)
def test_a_result_is_the_changed_thing_or_refusals(union):
    """In one of its forms, which come first."""
    refusals = [is_refusal(type_) for type_ in union.types]

    assert not refusals[0]
    assert refusals == sorted(refusals)


def test_every_mutation_takes_one_input_or_nothing():
    assert SDL.mutation_type is not None
    for name, field in SDL.mutation_type.fields.items():
        assert list(field.args) in ([], ["input"]), name


async def test_tools_can_ask_what_there_is(app_of):
    """GraphiQL and code generators ask this, and it is deeper than any question of ours."""
    app = await app_of(None)

    answer = await app.asks(get_introspection_query(input_value_deprecation=True))

    assert "Consultation" in {type_["name"] for type_ in answer["types"]}


def is_refusal(type_):
    return "Error" in [interface.name for interface in type_.interfaces]
