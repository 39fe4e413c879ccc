"""Lists that can grow come in pages."""

from typing import Any, Generic, TypeVar

import strawberry

from resolvers.paging import Page

T = TypeVar("T")


@strawberry.type(description="Where a page ends, and whether another follows.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more.")
    end_cursor: str | None = strawberry.field(
        description="What to give as `after` for the next page; null when this page is empty."
    )


@strawberry.type(description="One item of a page.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Where in the list it stands.")
    node: T = strawberry.field(description="The item.")


def edges(root: Page[Any]) -> list[Edge[Any]]:
    pairs = zip(root.cursors, root.items, strict=True)
    return [Edge(cursor=cursor, node=item) for cursor, item in pairs]


def page_info(root: Page[Any]) -> PageInfo:
    end = root.cursors[-1] if root.cursors else None
    return PageInfo(has_next_page=root.has_next_page, end_cursor=end)


@strawberry.type(description="A page of a list that can grow.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(
        resolver=edges, description="The items of this page, in order."
    )
    nodes: list[T] = strawberry.field(
        resolver=lambda root: root.items, description="The items, without their cursors."
    )
    page_info: PageInfo = strawberry.field(
        resolver=page_info, description="Whether and how to go on."
    )


@strawberry.interface(description="Anything with an id of its own. Ids are opaque.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
