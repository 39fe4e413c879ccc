"""The printed contract, schema/schema.graphql.

python -m schema.export            print it anew, for the diff to be read
python -m schema.export --check    fail when it is not up to date
"""

import sys
from pathlib import Path

from schema import schema

FILE = Path(__file__).parent / "schema.graphql"


def printed() -> str:
    return schema.as_str() + "\n"


def main(*arguments: str) -> None:
    if "--check" not in arguments:
        FILE.write_text(printed())
    elif FILE.read_text() != printed():
        sys.exit("schema/schema.graphql is not up to date: run `make schema`, and read the diff")


if __name__ == "__main__":
    main(*sys.argv[1:])
