"""What can be done in one morning's consultation, and by whom: for random histories of it."""

Document = tuple[str, str]
"""Who does it, and how it is said."""


def act(name: str, more: str = "") -> str:
    """A mutation about the consultation; refusals answer with their code."""
    also = ", $invitation: ID!" if "$invitation" in more else ""
    done = f"{name}(input: {{ consultationId: $id{more} }})"
    return f"mutation ($id: ID!{also}) {{ {done} {{ __typename ... on Error {{ code }} }} }}"


NAMED = ", invitationId: $invitation"
ACTS: dict[str, Document] = {
    "enter": ("karen", act("enterWaitingRoom")),
    "enter again": ("tablet", act("enterWaitingRoom")),
    "accept": ("karen", act("acceptConsultation", NAMED + ', connectionId: "phone"')),
    "accept there": ("tablet", act("acceptConsultation", NAMED + ', connectionId: "tablet"')),
    "a moment": ("tablet", act("askForAMoment", NAMED)),
    "acknowledge": ("karen", act("acknowledgeInvitation", NAMED)),
    "leave": ("karen", act("leaveWaitingRoom")),
    "leave early": ("tablet", act("leaveWaitingRoom", ", evenIfNotLate: true")),
    "come back": ("karen", act("returnToWaitingRoom")),
    "call in": ("holm", act("callIn")),
    "call in, colleague": ("krag", act("callIn")),
    "withdraw": ("holm", act("withdrawCall")),
    "end": ("holm", act("endConsultation", ", outcome: COMPLETED")),
    "end, colleague": ("krag", act("endConsultation", ", outcome: TECHNICAL_FAILURE")),
    "take over": ("krag", act("takeOver")),
    "take back": ("holm", act("takeOver")),
}
BEAT = """
  mutation ($id: ID!) {
    heartbeat(input: { consultationId: $id, connectionId: "tab" }) { version }
  }
"""
ANNOUNCE = """
  mutation ($minutes: Int!, $whose: ID!) {
    announceDelay(input: { minutes: $minutes, clinicianId: $whose }) { __typename }
  }
"""
ROOM = """
  subscription ($id: ID!) {
    waitingRoom(consultationId: $id) {
      version consultation { state } invitation { id } cue { sound } clinician { name }
    }
  }
"""
QUEUE = """
  subscription { clinicianQueue { entries { consultation { id version state } } } }
"""
OFTEN = ("enter", "call in", "accept", "leave", "withdraw", "come back", "take over")
"""What a morning mostly consists of."""
