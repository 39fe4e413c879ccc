"""The patient guide as GraphQL documents, in the order of the journey.

GraphiQL shows them as tabs, the README walks through them, and the tests run them: one text.
A line that begins with `# variables:` says what to fill in.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
VARIABLES = "# variables: "


@dataclass(frozen=True)
class Document:
    name: str
    title: str
    """Such as `14 Enter waiting room`."""
    text: str
    variables: str
    """JSON; empty when there is nothing to fill in."""


@cache
def documents() -> tuple[Document, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.graphql")))


def _read(path: Path) -> Document:
    lines = path.read_text().splitlines()
    variables = [line.removeprefix(VARIABLES) for line in lines if line.startswith(VARIABLES)]
    text = "\n".join(line for line in lines if not line.startswith(VARIABLES))
    number, _, words = path.stem.partition("-")
    title = f"{number} {words.replace('-', ' ').capitalize()}"
    return Document(path.stem, title, text.strip() + "\n", variables[0] if variables else "")
