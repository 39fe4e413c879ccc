"""Where the text messages of development go, and where the inbox page finds them."""

from integrations.sms.inbox import InboxSms
from settings import Settings


def inbox(settings: Settings) -> InboxSms:
    return InboxSms(settings.data_folder / "inbox.jsonl")
