"""The time machine, as a browser uses it."""

import httpx2


async def the_clock_goes(url: str, *, minutes: int) -> None:
    async with httpx2.AsyncClient(base_url=url) as http:
        assert (await http.post("/dev/clock", data={"minutes": str(minutes)})).status_code == 303
