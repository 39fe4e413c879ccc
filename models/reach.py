"""Any text is a safe look-up: what is no id of ours finds nothing."""

from models.ids import is_id
from models.refused import NotFound


def check_id(id: str) -> None:
    if not is_id(id):
        raise NotFound
