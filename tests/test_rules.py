"""docs/rules.md is true: each row names code and tests that exist, and no row is missing."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "rules.md").read_text().splitlines()
    if re.match(r"\| R\d+ \|", line)
]


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


@cache
def names(path):
    """What a file defines: `function`, `CONSTANT`, `Class`, `Class.method`."""
    found = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            found |= {
                f"{node.name}.{inner.name}"
                for inner in getattr(node, "body", ())
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return found


@cache
def written():
    text = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return set(re.findall(r"def (test_\w+)", text))


def test_every_statement_of_the_guide_has_its_row():
    assert [row[0] for row in ROWS] == [f"R{n}" for n in range(1, 52)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_code_of_a_row_exists(row):
    code = quoted(row[3])

    assert code
    for place in code:
        path, name = place.split(": ")
        assert name in names(path), place


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_tests_of_a_row_exist(row):
    named = quoted(row[4])

    assert named
    assert set(named) <= written()
