"""Who may import whom, how long a file may be, and that nobody looks a thing up by its id alone."""

import ast
import importlib.metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "models": set(),
    "settings": set(),
    "integrations": {"models", "settings"},
    "context": {"models", "integrations", "settings"},
    # How long to wait before one looks again.
    "subscriptions": {"models", "context", "integrations"},
    "resolvers": {"models", "context", "integrations", "subscriptions"},
    "schema": {"models", "context", "resolvers", "subscriptions"},
    "worker": {"models", "context", "integrations", "settings"},
    "web": {"models", "context", "integrations", "resolvers", "schema", "settings"},
    "bench": {"app", "models", "integrations", "settings", "web"},
    "app": {"models", "context", "integrations", "schema", "settings", "web", "worker"},
}
"""An arrow that is not here needs a reason, and then a line here."""

LONGEST_FILE, LONGEST_FUNCTION = 150, 25
LONGER_FILES = {
    "schema/__init__.py": "the outline, in one piece on purpose",
    "schema/enums.py": "one line for each value",
    "schema/consultation.py": "one line for each field",
    "schema/appointment.py": "one line for each field",
    "schema/booking.py": "one line for each field and refusal",
    "schema/patient.py": "one line for each field",
    "schema/follow_up.py": "one line for each field",
    "settings.py": "every setting in one place on purpose",
    "context.py": "what one request knows, in one place on purpose",
    "schema/errors.py": "every refusal in one place on purpose",
    "models/refused.py": "every refusal in one place on purpose",
}
PACKAGES = ("models", "integrations", "subscriptions", "resolvers", "schema", "web", "bench")


def sources() -> list[Path]:
    files = [path for name in MAY_IMPORT for path in ROOT.glob(f"{name}.py")]
    files += [path for name in PACKAGES for path in ROOT.glob(f"{name}/**/*.py")]
    return [path for path in files if "migrations" not in path.parts and "source" not in path.parts]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


FILES = pytest.mark.parametrize("path", sources(), ids=named)


@FILES
def test_imports_follow_the_arrows(path):
    tree = ast.parse(path.read_text())
    froms = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    plain = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    ours = {name.split(".")[0] for name in froms + plain} & set(MAY_IMPORT)

    here = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert ours - {here} <= MAY_IMPORT[here]


@FILES
def test_files_and_functions_are_short(path):
    text = path.read_text()
    functions = [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
        and node.name not in ("__init__", "create_app", "development_routes")
    ]

    assert functions == []
    assert len(text.splitlines()) <= LONGEST_FILE or named(path) in LONGER_FILES


@FILES
def test_every_file_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("name", LONGER_FILES)
def test_the_list_of_longer_files_only_shrinks(name):
    assert len((ROOT / name).read_text().splitlines()) > LONGEST_FILE


OF_A_PATIENT = ("Appointment", "BookingConfirmation", "CalendarFeed", "Consultation", "FollowUp")
WITHOUT_ASKER = {
    # The worker acts for nobody; the rest is reached from a thing that was reached before.
    "resolvers/confirmations.py": {"confirmation", "confirmed_appointment", "superseded_by"},
    "resolvers/calendar.py": {"clinician_day", "_booked_in"},
    "resolvers/meetings.py": {"_read"},
    "resolvers/deep_links.py": {"_room"},
    "resolvers/appointments.py": {"consultation", "confirmation", "confirmed_appointment"},
    "subscriptions/board.py": {"board_of"},
    "subscriptions/waiting_room.py": {"_ringing"},
}


@pytest.mark.parametrize(
    "path", [p for p in sources() if p.parts[-2] in ("resolvers", "subscriptions")], ids=named
)
def test_nobody_looks_a_patients_thing_up_by_its_id_alone(path):
    found = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr in ("get", "get_or_none", "filter", "all")
                    and isinstance(node.value, ast.Name)
                    and node.value.id in OF_A_PATIENT
                ):
                    found.add(function.name)

    assert found <= WITHOUT_ASKER.get(named(path), set())


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_no_installed_package_has_the_name_of_one_of_ours(name):
    """`schema` and `subscriptions` exist on PyPI: installed, they would overwrite ours."""
    assert name not in importlib.metadata.packages_distributions()
