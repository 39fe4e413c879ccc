"""Picture and sound belong to the conversation: from the acceptance until the end, no longer."""

from models.consultation.states import State
from models.consultation.timing import Timing
from models.refused import NotPossibleNow


class WithMedia(Timing):
    class Meta:
        abstract = True

    @property
    def may_have_media(self) -> bool:
        return self.state is State.IN_PROGRESS

    def check_media(self) -> None:
        if not self.may_have_media:
            raise NotPossibleNow(self.state)

    def begin_media_round(self) -> None:
        """Somebody joins, or joins again: what was agreed before no longer counts."""
        self.check_media()
        self.media_round += 1
