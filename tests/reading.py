"""Documents as other programs read them."""

import io
from typing import Any

import pypdf


class Pdf:
    """What a screen reader, or whoever copies the text, gets of it."""

    def __init__(self, content: bytes) -> None:
        self._reader = pypdf.PdfReader(io.BytesIO(content))
        self.root: Any = self._reader.root_object
        self.title = self._reader.metadata and self._reader.metadata.title
        self.pages = len(self._reader.pages)
        self.lines = [
            line.strip() for page in self._reader.pages for line in page.extract_text().splitlines()
        ]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())

    @property
    def tags(self) -> list[str]:
        """In the order in which they are read aloud."""
        return _tags(self.root["/StructTreeRoot"]["/K"])


def _tags(element: Any) -> list[str]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [tag for below in element for tag in _tags(below)]
    if not isinstance(element, dict) or "/S" not in element:
        return []
    return [element["/S"], *_tags(element.get("/K"))]
