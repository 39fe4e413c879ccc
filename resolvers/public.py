"""What anybody may read: the app, the bar at the bottom, help."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import strawberry

from context import Info
from models.texts import say
from resolvers.consent import Language, chosen

OWNER = "Aleris Hospitaler A/S"
VERSION = "0.1.0"


@dataclass(frozen=True)
class AppInfo:
    """R10: "se oplysninger om appen"."""

    name: str
    version: str
    owner: str
    support_phone: str
    support_email: str


class NavigationKey(StrEnum):
    FRONT_PAGE = "FRONT_PAGE"
    MY_APPOINTMENTS = "MY_APPOINTMENTS"
    PROFILE = "PROFILE"


class Icon(StrEnum):
    HEART = "HEART"
    CALENDAR = "CALENDAR"
    PERSON = "PERSON"


ICONS = {
    NavigationKey.FRONT_PAGE: Icon.HEART,
    NavigationKey.MY_APPOINTMENTS: Icon.CALENDAR,
    NavigationKey.PROFILE: Icon.PERSON,
}
"""R15–R16: from left to right; the heart is leftmost and leads to the front page."""


@dataclass(frozen=True)
class NavigationItem:
    key: NavigationKey
    icon: Icon
    position: int
    label: str


class HelpTopic(StrEnum):
    LOGIN = "LOGIN"


HELP = {HelpTopic.LOGIN: ("consent", "mitid", "nemid")}
"""R7: "Sådan logger du ind på Aleris Online", step by step."""


async def badge(root: NavigationItem, info: Info) -> int | None:
    """R16: only for the patient, and only where there is something to see."""
    session = info.context.patient_session
    if root.key is not NavigationKey.MY_APPOINTMENTS or session is None or session.patient is None:
        return None
    return await session.patient.unread_confirmations(info.context.now())


@dataclass(frozen=True)
class HelpArticle:
    title: str
    body: str


def app_info(info: Info) -> AppInfo:
    settings = info.context.settings
    return AppInfo(
        name="Aleris Online",
        version=VERSION,
        owner=OWNER,
        support_phone=settings.support_phone,
        support_email=settings.support_email,
    )


def navigation(info: Info) -> list[NavigationItem]:
    language = info.context.language
    return [
        NavigationItem(key, icon, position, say(f"navigation-{slug(key)}", language))
        for position, (key, icon) in enumerate(ICONS.items())
    ]


def help_articles(
    info: Info,
    topic: Annotated[HelpTopic, strawberry.argument(description="What help is wanted with.")],
    language: Language = None,
) -> list[HelpArticle]:
    return help_with(topic, chosen(info.context, language))


def help_with(topic: HelpTopic, language: str) -> list[HelpArticle]:
    return [
        HelpArticle(
            say(f"help-{slug(topic)}-{step}-title", language),
            say(f"help-{slug(topic)}-{step}-body", language),
        )
        for step in HELP[topic]
    ]


def slug(key: StrEnum) -> str:
    return key.value.lower().replace("_", "-")
