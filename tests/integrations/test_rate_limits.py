"""So often and no more, for each address; over all processes when Redis is there."""

import pytest

from integrations.rate_limits import Limit, TooOften, rate_limits
from models.transaction import is_away

pytestmark = pytest.mark.usefixtures("early_in_a_minute")

MOST = Limit.CONSENT.item.amount


async def spent(limits, whose):
    for _ in range(MOST):
        await limits.take(Limit.CONSENT, whose)


async def test_one_more_than_the_limit_is_refused_and_told_when_to_come_back():
    limits = rate_limits("")
    await spent(limits, "192.0.2.1")

    with pytest.raises(TooOften) as refusal:
        await limits.take(Limit.CONSENT, "192.0.2.1")

    assert refusal.value.retry_after == 60


async def test_what_one_address_does_costs_another_nothing():
    limits = rate_limits("")
    await spent(limits, "192.0.2.1")

    await limits.take(Limit.CONSENT, "192.0.2.2")
    await limits.take(Limit.SIGN_IN, "192.0.2.1")


async def test_with_redis_all_processes_count_together(redis):
    await redis.ready()
    here, there = rate_limits(redis.url), rate_limits(redis.url)
    await spent(here, "192.0.2.1")

    with pytest.raises(TooOften):
        await there.take(Limit.CONSENT, "192.0.2.1")

    await here.close()
    await there.close()


async def test_without_redis_one_is_told_to_come_again_and_nobody_waits_for_one_that_hangs(redis):
    await redis.ready()
    limits = rate_limits(redis.url)
    await limits.take(Limit.CONSENT, "192.0.2.1")

    redis.freeze()
    with pytest.raises(ConnectionError) as hung:
        await limits.take(Limit.CONSENT, "192.0.2.1")
    redis.thaw()
    redis.stop()
    with pytest.raises(ConnectionError) as gone:
        await limits.take(Limit.CONSENT, "192.0.2.1")

    assert is_away(hung.value)
    assert is_away(gone.value)
    await limits.close()
