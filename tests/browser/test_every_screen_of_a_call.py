"""WCAG 2.2 AA where somebody is spoken with, or cannot be: in both languages, as the others."""

import pytest
from playwright.async_api import expect

from tests.browser.moving import sees_and_hears
from tests.browser.touring import Tour
from tests.browser.waiting import hears_the_sound

BOTH = pytest.mark.parametrize("language", ["da", "en"])


async def both(tour):
    page = await tour.opens("karen", "/app/aftaler")
    start = tour.says("Start videokonsultation", "Start video consultation")
    await page.get_by_role("link", name=start).click()
    await hears_the_sound(page, tour)
    board = await tour.opens("holm", f"/staff?language={tour.language}")
    await board.get_by_role("button", name=tour.says("Kald ind", "Call in")).wait_for()
    return page, board


@BOTH
async def test_the_conversation_and_after_it(visits, language):
    tour = Tour(visits, language)
    page, board = await both(tour)
    await board.get_by_role("button", name=tour.says("Kald ind", "Call in")).click()
    await page.get_by_role("button", name=tour.says("Accepter", "Accept")).click()
    await sees_and_hears(page)
    await sees_and_hears(board)
    await tour.looks(page, "12-conversation")
    await tour.looks(board, "20-board-conversation")

    leave = tour.says("Forlad samtalen", "Leave the conversation")
    await page.get_by_role("button", name=leave).click()
    await page.get_by_role("button", name=tour.says("Gå tilbage", "Go back")).wait_for()
    await tour.looks(page, "12-conversation-left")

    end = tour.says("Afslut konsultationen", "End the consultation")
    await board.get_by_role("button", name=end).click()
    await board.get_by_role("dialog").wait_for()
    await tour.looks(board, "20-board-how-did-it-go")
    await board.get_by_role("button", name=tour.says("Gennemført", "Completed")).click()
    await board.get_by_role("dialog").wait_for(state="detached")
    over = tour.says("Konsultationen er afsluttet", "The consultation is over")
    await tour.looks(page, "14-after", over)
    await tour.looks(board, "20-board-after")


@BOTH
async def test_a_delay_that_was_announced(visits, language):
    tour = Tour(visits, language)
    page, board = await both(tour)
    await board.get_by_text(tour.says("Meld forsinkelse", "Announce a delay")).click()
    await tour.looks(board, "20-board-delay")
    await board.get_by_role("button", name=tour.says("Meld det", "Announce it")).click()
    told = tour.says("Meldt: 20 min. forsinket", "Announced: 20 min late")
    await board.get_by_text(told).wait_for()
    await page.get_by_text(tour.says("forventer at være klar", "expects to be ready")).wait_for()
    await tour.looks(page, "10-waiting-room-delay-announced")


@BOTH
async def test_whoever_has_not_used_the_page_for_a_while(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", None)
    await page.clock.install()
    await page.goto("/app")
    await page.locator(".tile").first.wait_for()

    await page.clock.fast_forward("14:30")

    await page.get_by_role("dialog").wait_for()
    await tour.looks(page, "18-still-there")
    await page.get_by_role("button", name=tour.says("Ja, bliv logget ind", "Yes, stay")).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
