"""What a phone has to fetch before the first screen is there, with nothing in its cache."""

import asyncio

LIMIT = 60 * 1024
"""Bytes on the wire, compressed, headers and the first answers of the API included."""


async def test_a_patients_first_screen_costs_less_than_60_kilobytes(visits):
    page = await visits("karen")
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda it: sizes.append(it["encodedDataLength"]))

    await page.goto("/app")
    await page.get_by_role("heading", level=1).wait_for()
    await page.wait_for_load_state("networkidle")

    print(f"{sum(sizes)} bytes in {len(sizes)} answers")
    assert len(sizes) > 10
    assert sum(sizes) < LIMIT


async def test_nothing_on_a_page_is_written_inline_and_the_policy_forbids_it(visits):
    page = await visits("karen")

    answer = await page.goto("/app")

    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    ran = await page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.head.append(script);
            return window.intruder ?? false;
        }"""
    )
    assert ran is False
    async with asyncio.timeout(20):
        while not visits.faults:
            await asyncio.sleep(0.05)
    [refused] = visits.faults
    assert "script-src 'self'" in refused
    visits.faults.clear()
