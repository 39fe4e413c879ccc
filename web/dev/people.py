"""The people one can sign in as in development, all invented.

Their CPR numbers break the old check digit on dates where every number keeps it: nobody has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    born: date
    cpr: str | None = None
    level: str = "SUBSTANTIAL"
    protected: bool = False
    role: str | None = None
    """A patient has none."""
    title: str = ""


PATIENTS = (
    Person("karen", "Karen Vig", date(1985, 3, 12), "1203850118"),
    Person("ole", "Ole Lund", date(1962, 11, 5), "0511620017"),
    Person("ida", "Ida Holm Bæk", date(2010, 5, 20), "2005109014"),
    Person("kim", "Kim Vest", date(1970, 6, 15)),
    Person("pia", "Pia Sten", date(1978, 9, 30), "3009780026", protected=True),
    Person("lis", "Lis Lav", date(1990, 2, 14), "1402900038", level="LOW"),
)

STAFF = (
    Person("holm", "Dr. Mette Holm", date(1974, 1, 8), role="CLINICIAN", title="Speciallæge"),
    Person("dahl", "Dr. Eva Dahl", date(1979, 4, 2), role="CLINICIAN", title="Speciallæge"),
    Person("krag", "Jens Krag", date(1980, 8, 21), role="CLINICIAN", title="Psykolog"),
    Person("bang", "Sara Bang", date(1991, 12, 3), role="COORDINATOR", title="Koordinator"),
)

PEOPLE: Mapping[str, Person] = {person.key: person for person in PATIENTS + STAFF}
