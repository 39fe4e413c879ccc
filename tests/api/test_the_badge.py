"""R16, R24: what has not been read is counted in the bar, and read again as often as one likes."""

from datetime import timedelta

from tests.api.test_anothers_is_nothing import READ
from tests.api.test_booking import TOMORROW, slot
from tests.api.test_moving import MOVE
from tests.cast import NINE, booked, opening

BAR = "{ navigation { key badge } }"
LETTERS = "{ bookingConfirmations { nodes { id } } }"


async def test_what_has_not_been_read_is_counted_in_the_bar(app_of, karen, knee, holm, clock):
    await opening(holm)
    app = await app_of(karen)
    assert await badge(app) == 0
    own = await booked(karen, knee, holm, TOMORROW + timedelta(days=1), NINE)
    assert await badge(app) == 1

    clock.goes(minutes=1)
    await app.asks(MOVE, id=own.id, slot=slot(knee, holm), seen=True)
    assert await badge(app) == 1, "the one that was replaced need not be read"

    newest = (await app.asks(LETTERS))["nodes"][0]
    await app.asks(READ, id=newest["id"])
    assert await badge(app) == 0


async def test_nobody_and_staff_have_nothing_to_read(app_of, dr_holm):
    for who in (None, dr_holm):
        items = await (await app_of(who)).asks(BAR)
        assert [item["badge"] for item in items] == [None, None, None]


async def badge(app):
    items = {item["key"]: item["badge"] for item in await app.asks(BAR)}
    assert items["FRONT_PAGE"] is items["PROFILE"] is None
    return items["MY_APPOINTMENTS"]
