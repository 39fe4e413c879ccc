"""R44: a delay is announced, by the clinician or by a coordinator on their behalf."""

from datetime import datetime

from context import Info
from models import DelayNotice
from models.change import write
from models.refused import ChangedMeanwhile
from resolvers.acting import by


async def announce_delay(
    info: Info, minutes: int, from_at: datetime | None = None, clinician_id: str | None = None
) -> DelayNotice:
    staff, now = info.context.staff, info.context.now()
    whose = await staff.calendar_of(clinician_id)
    notice = DelayNotice.announced(whose, minutes, from_at, staff.id, now)
    topics: set[str] = set()

    async def decide() -> bool:
        await notice.save()
        topics.update(await notice.reaches())
        return True

    if not await write(decide, [], topics, whose, await by(info, staff)):
        raise ChangedMeanwhile
    return notice
