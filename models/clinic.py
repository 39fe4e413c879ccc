"""What can be booked, with whom, and where."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.ids import clinic_id, clinician_id, service_id


class ServiceKind(StrEnum):
    """R17–R19: the doctor, a psychologist, a specialist; "bl.a.": more may come."""

    DOCTOR = "DOCTOR"
    PSYCHOLOGIST = "PSYCHOLOGIST"
    SPECIALIST = "SPECIALIST"


class Modality(StrEnum):
    """R30, R32: at the hospital, or by video."""

    IN_PERSON = "IN_PERSON"
    VIDEO = "VIDEO"


class ConsultationType(StrEnum):
    """R48: "Afhængig af hvilken type videokonsultation du skal til"."""

    TALK = "TALK"
    MOVEMENT = "MOVEMENT"
    SHOW_SKIN = "SHOW_SKIN"


class Clinic(Model):
    id = fields.CharField(32, primary_key=True, default=clinic_id)
    name = fields.CharField(120)
    street = fields.CharField(120)
    postcode = fields.CharField(10)
    city = fields.CharField(60)
    phone = fields.CharField(20)
    email = fields.CharField(120)

    class Meta:
        table = "clinic"


class Clinician(Model):
    """R27: "information om behandler"."""

    id = fields.CharField(32, primary_key=True, default=clinician_id)
    name = fields.CharField(120)
    title = fields.CharField(60)
    speciality = fields.CharField(60, null=True)
    authorisation_id = fields.CharField(10)
    """The number under which the authorities have registered the clinician."""

    class Meta:
        table = "clinician"


class Service(Model):
    """What can be booked: a length of time with a clinician of some kind, in one modality."""

    id = fields.CharField(32, primary_key=True, default=service_id)
    kind = fields.CharEnumField(ServiceKind, max_length=20)
    name_da = fields.CharField(120)
    name_en = fields.CharField(120)
    speciality = fields.CharField(60, null=True)
    modality = fields.CharEnumField(Modality, max_length=12)
    consultation_type = fields.CharEnumField(ConsultationType, max_length=12)
    minutes = fields.SmallIntField()
    minimum_age = fields.SmallIntField(default=15)
    """"Du skal være over 15 år for at kunne booke en tid" in the real service's terms."""
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name="services"
    )
    clinic_id: str
    clinicians: fields.ManyToManyRelation[Clinician] = fields.ManyToManyField(
        "models.Clinician", related_name="services", through="service_clinician"
    )

    class Meta:
        table = "service"

    @property
    def requires_movement(self) -> bool:
        """R49: "behov for at du kan bevæge dig under konsultationen"."""
        return self.consultation_type is ConsultationType.MOVEMENT

    @property
    def is_by_video(self) -> bool:
        return self.modality is Modality.VIDEO

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_da

    def open_to(self, age: int | None) -> bool:
        """Whether somebody of that age may book it themselves. Of unknown age: no."""
        return age is not None and age >= self.minimum_age
