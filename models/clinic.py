"""What can be booked, with whom, and where."""

from enum import StrEnum
from typing import Self

from tortoise import fields
from tortoise.models import Model

from models.ids import clinic_id, clinician_id, room_id, service_id
from models.reach import check_id
from models.refused import NotFound


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


class BookingMode(StrEnum):
    """R17-R20: "bestille tid", or asking for one and being given it ("når du har fået en tid")."""

    SELF = "SELF"
    REQUEST = "REQUEST"


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


class Room(Model):
    """Where one is seen at the hospital: one patient at a time."""

    id = fields.CharField(32, primary_key=True, default=room_id)
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name="rooms"
    )
    clinic_id: str
    name = fields.CharField(60)

    class Meta:
        table = "room"


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
    booking_mode = fields.CharEnumField(BookingMode, max_length=8, default=BookingMode.SELF)
    needs_referral = fields.BooleanField(default=False)
    needs_guarantee = fields.BooleanField(default=False)
    """Whether the insurer must have promised to pay before it can be booked."""
    price = fields.IntField(null=True)
    """Whole kroner, for those who pay themselves; null where it depends."""
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name="services"
    )
    clinic_id: str
    clinicians: fields.ManyToManyRelation[Clinician] = fields.ManyToManyField(
        "models.Clinician", related_name="services", through="service_clinician"
    )

    class Meta:
        table = "service"

    @classmethod
    async def whole(cls, id: str) -> Self:
        """With its clinic, and whoever offers it."""
        check_id(id)
        found = await cls.filter(id=id).select_related("clinic").prefetch_related("clinicians")
        if not found:
            raise NotFound
        return found[0]

    @property
    def requires_movement(self) -> bool:
        """R49: "behov for at du kan bevæge dig under konsultationen"."""
        return self.consultation_type is ConsultationType.MOVEMENT

    @property
    def is_by_video(self) -> bool:
        return self.modality is Modality.VIDEO

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_da

    @property
    def is_by_request(self) -> bool:
        return self.booking_mode is BookingMode.REQUEST
