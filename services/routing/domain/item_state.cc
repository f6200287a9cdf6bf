#include "services/routing/domain/item_state.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"

namespace redress::routing {
namespace {

absl::Status Illegal(ItemState from, ItemEvent event) {
  std::string legal =
      absl::StrJoin(LegalEvents(from), ", ", [](std::string* out, ItemEvent e) { absl::StrAppend(out, Word(e)); });
  return Error(absl::StatusCode::kFailedPrecondition, "ILLEGAL_TRANSITION",
               absl::StrCat("a work item that is ", Word(from), " does not allow `", Word(event),
                            "`; allowed: ", legal.empty() ? "nothing" : legal));
}

}  // namespace

absl::StatusOr<ItemState> Next(ItemState from, ItemEvent event) {
  for (const Transition& transition : kItemTransitions) {
    if (transition.from == from && transition.event == event) return transition.to;
  }
  return Illegal(from, event);
}

std::vector<ItemEvent> LegalEvents(ItemState from) {
  std::vector<ItemEvent> legal;
  for (const ItemEvent event : kItemEvents) {
    for (const Transition& transition : kItemTransitions) {
      if (transition.from == from && transition.event == event) legal.push_back(event);
    }
  }
  return legal;
}

absl::string_view Word(ItemState state) {
  switch (state) {
    case ItemState::kQueued:
      return "QUEUED";
    case ItemState::kOffered:
      return "OFFERED";
    case ItemState::kAccepted:
      return "ACCEPTED";
    case ItemState::kDone:
      return "DONE";
  }
  return "";
}

absl::string_view Word(ItemEvent event) {
  switch (event) {
    case ItemEvent::kOffer:
      return "offer";
    case ItemEvent::kAccept:
      return "accept";
    case ItemEvent::kDecline:
      return "decline";
    case ItemEvent::kExpire:
      return "expire";
    case ItemEvent::kReturn:
      return "return";
    case ItemEvent::kTake:
      return "take";
    case ItemEvent::kMove:
      return "transfer to a team";
    case ItemEvent::kPropose:
      return "transfer to an agent by its owner";
    case ItemEvent::kGive:
      return "transfer to an agent by a supervisor";
    case ItemEvent::kDecide:
      return "decide triage";
    case ItemEvent::kComplete:
      return "complete";
    case ItemEvent::kRaise:
      return "raise";
    case ItemEvent::kTell:
      return "tell";
    case ItemEvent::kEnd:
      return "end";
  }
  return "";
}

absl::string_view Word(ItemKind kind) {
  switch (kind) {
    case ItemKind::kHandleCase:
      return "HANDLE_CASE";
    case ItemKind::kTriage:
      return "TRIAGE";
    case ItemKind::kApprove:
      return "APPROVE";
    case ItemKind::kCallBack:
      return "CALL_BACK";
    case ItemKind::kDepartmentTask:
      return "DEPARTMENT_TASK";
  }
  return "";
}

absl::string_view Word(Severity severity) {
  switch (severity) {
    case Severity::kOrdinary:
      return "ORDINARY";
    case Severity::kUrgent:
      return "URGENT";
    case Severity::kCritical:
      return "CRITICAL";
  }
  return "";
}

absl::optional<ItemState> ItemStateOf(absl::string_view word) {
  for (const ItemState state : kItemStates) {
    if (Word(state) == word) return state;
  }
  return absl::nullopt;
}

absl::optional<ItemKind> ItemKindOf(absl::string_view word) {
  for (const ItemKind kind : kItemKinds) {
    if (Word(kind) == word) return kind;
  }
  return absl::nullopt;
}

}  // namespace redress::routing
