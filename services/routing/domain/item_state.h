// The whole life of a work item as a table. A pair of state and event that is absent is forbidden; the refusal names the events
// that are allowed. Nothing else in routing knows which move is legal.
#pragma once

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

enum class ItemEvent {
  kOffer,     // the assigner offers it to an agent
  kAccept,    // the agent takes the offer
  kDecline,   // the agent gives the offer back
  kExpire,    // nobody answered the offer in time
  kReturn,    // its agent is away: back to the queue
  kTake,      // an agent takes it from the queue
  kMove,      // to a team's queue: its owner, a supervisor, or what happened to its case sends it there
  kPropose,   // its owner offers it to a named agent
  kGive,      // a supervisor gives it to a named agent
  kDecide,    // triage is decided: to the team of the tag
  kComplete,  // the work is done
  kRaise,     // the customer asks again: priority up, the state stays
  kTell,      // something of its case is another now (its tag, whether it waits, a due time): the state stays
  kEnd,       // what happened to its case ends it, whoever has it
};

struct Transition {
  ItemState from;
  ItemEvent event;
  ItemState to;
};

inline constexpr std::array kItemTransitions = {
    Transition{ItemState::kQueued, ItemEvent::kOffer, ItemState::kOffered},
    Transition{ItemState::kQueued, ItemEvent::kTake, ItemState::kAccepted},
    Transition{ItemState::kQueued, ItemEvent::kMove, ItemState::kQueued},
    Transition{ItemState::kQueued, ItemEvent::kGive, ItemState::kAccepted},
    Transition{ItemState::kQueued, ItemEvent::kRaise, ItemState::kQueued},
    Transition{ItemState::kQueued, ItemEvent::kTell, ItemState::kQueued},
    Transition{ItemState::kQueued, ItemEvent::kEnd, ItemState::kDone},
    Transition{ItemState::kOffered, ItemEvent::kAccept, ItemState::kAccepted},
    Transition{ItemState::kOffered, ItemEvent::kDecline, ItemState::kQueued},
    Transition{ItemState::kOffered, ItemEvent::kExpire, ItemState::kQueued},
    Transition{ItemState::kOffered, ItemEvent::kReturn, ItemState::kQueued},
    Transition{ItemState::kOffered, ItemEvent::kMove, ItemState::kQueued},
    Transition{ItemState::kOffered, ItemEvent::kGive, ItemState::kAccepted},
    Transition{ItemState::kOffered, ItemEvent::kRaise, ItemState::kOffered},
    Transition{ItemState::kOffered, ItemEvent::kTell, ItemState::kOffered},
    Transition{ItemState::kOffered, ItemEvent::kEnd, ItemState::kDone},
    Transition{ItemState::kAccepted, ItemEvent::kReturn, ItemState::kQueued},
    Transition{ItemState::kAccepted, ItemEvent::kMove, ItemState::kQueued},
    Transition{ItemState::kAccepted, ItemEvent::kPropose, ItemState::kOffered},
    Transition{ItemState::kAccepted, ItemEvent::kGive, ItemState::kAccepted},
    Transition{ItemState::kAccepted, ItemEvent::kDecide, ItemState::kQueued},
    Transition{ItemState::kAccepted, ItemEvent::kComplete, ItemState::kDone},
    Transition{ItemState::kAccepted, ItemEvent::kRaise, ItemState::kAccepted},
    Transition{ItemState::kAccepted, ItemEvent::kTell, ItemState::kAccepted},
    Transition{ItemState::kAccepted, ItemEvent::kEnd, ItemState::kDone},
};

inline constexpr std::array kItemStates = {ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted, ItemState::kDone};
inline constexpr std::array kItemKinds = {ItemKind::kHandleCase, ItemKind::kTriage, ItemKind::kApprove, ItemKind::kCallBack,
                                          ItemKind::kDepartmentTask};
inline constexpr std::array kItemEvents = {ItemEvent::kOffer,  ItemEvent::kAccept, ItemEvent::kDecline,  ItemEvent::kExpire,
                                           ItemEvent::kReturn, ItemEvent::kTake,   ItemEvent::kMove,     ItemEvent::kPropose,
                                           ItemEvent::kGive,   ItemEvent::kDecide, ItemEvent::kComplete, ItemEvent::kRaise,
                                           ItemEvent::kTell,   ItemEvent::kEnd};

// The next state. FAILED_PRECONDITION, reason ILLEGAL_TRANSITION, whose message names the legal events of `from`.
absl::StatusOr<ItemState> Next(ItemState from, ItemEvent event);

// The events that are legal in `from`, in the order of kItemEvents.
std::vector<ItemEvent> LegalEvents(ItemState from);

// `QUEUED`, `HANDLE_CASE`, `CRITICAL`, `accept`: the words of the contract, the schema and the docs.
absl::string_view Word(ItemState state);
absl::string_view Word(ItemEvent event);
absl::string_view Word(ItemKind kind);
absl::string_view Word(Severity severity);

// The state or kind of that name; nothing for another word.
absl::optional<ItemState> ItemStateOf(absl::string_view word);
absl::optional<ItemKind> ItemKindOf(absl::string_view word);

}  // namespace redress::routing
