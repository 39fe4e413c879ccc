"""Which consultations clinicians have before them today."""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from models.consultation.states import WITH_THE_PATIENT
from models.times import danish_day, midnight


def of_today(now: datetime) -> Q:
    """Today's, and those that are not over; what the system closed waits for nobody."""
    today = midnight(danish_day(now))
    booked_today = Q(
        appointment__starts_at__gte=today, appointment__starts_at__lt=today + timedelta(days=1)
    )
    not_over = Q(state__in=list(WITH_THE_PATIENT))
    return (booked_today | not_over) & Q(closed_at__isnull=True)
