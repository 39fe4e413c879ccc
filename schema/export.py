"""Print the contract to schema/schema.graphql, for the diff to be read.

python -m schema.export
"""

from pathlib import Path

from schema import schema

FILE = Path(__file__).parent / "schema.graphql"


def printed() -> str:
    return schema.as_str() + "\n"


if __name__ == "__main__":
    FILE.write_text(printed())
