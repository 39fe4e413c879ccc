"""A person has some tabs. A program that follows everything many times is refused."""

from contextlib import AsyncExitStack, aclosing

from subscriptions.live import STREAMS_PER_SESSION

READY = "subscription { clinicianReady { cause } }"
TOO_MANY = "TOO_MANY_REQUESTS"


async def test_a_session_follows_sixty_things_at_once_and_others_have_theirs(app_of, karen, ole):
    app, other = await app_of(karen), await app_of(ole)
    async with AsyncExitStack() as tabs:
        streams = [await begins(app, tabs) for _ in range(STREAMS_PER_SESSION)]

        assert await refusal(app) == TOO_MANY

        assert await refusal(other) is None
        await streams[0].aclose()
        assert await refusal(app) is None


async def begins(app, tabs):
    stream = await tabs.enter_async_context(aclosing(await app.follows(READY)))
    assert not (await anext(stream)).errors
    return stream


async def refusal(app):
    """Of one more, which does not stay."""
    async with aclosing(await app.follows(READY)) as stream:
        first = await anext(stream)
        return first.errors[0].extensions["code"] if first.errors else None
