"""What of a fault may be logged: where it happened and what kind it was.

The message of an exception can carry what a patient wrote, or a whole row of the database.
"""

import traceback


def without_data(fault: BaseException) -> str:
    """The stack and the kinds of the fault and its causes, without their messages."""
    lines = [line.rstrip() for line in traceback.format_tb(fault.__traceback__)]
    return "\n".join([*lines, kinds(fault)])


def kinds(fault: BaseException) -> str:
    """Only what it was, and what caused it: enough where the place is of no interest."""
    found = [type(fault).__name__]
    cause = fault.__cause__ or fault.__context__
    while cause is not None:
        found.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " ← ".join(found)
