"""The inbox of development: new messages come by themselves, and their links work."""

from playwright.async_api import expect

from integrations.sms import Text
from models import Message
from models.outbox import CLAIM_HOLDS
from settings import Settings
from tests.cast import NINE
from web.dev.inbox import inbox


async def test_a_new_message_is_shown_without_reloading(page, url, tmp_path):
    await page.goto("/dev/inbox")
    [first] = await Message.all().order_by("due_at").limit(1)
    kept = inbox(Settings(data_folder=tmp_path))

    await kept.send(Text(first.id, "+4520123456", "Helt ny https://x.test/l/t", CLAIM_HOLDS), NINE)

    await expect(page.get_by_text("Helt ny")).to_be_visible()
    await expect(page.get_by_role("link", name="https://x.test/l/t")).to_have_count(1)
