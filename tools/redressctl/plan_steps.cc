#include "tools/redressctl/plan_steps.h"

#include <google/protobuf/util/json_util.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

using casework::v1::PlanStep;
constexpr char kFlag[] = "--step";

// A kind of step by the word that people type for it, and what follows.
struct Form {
  absl::string_view word;
  PlanStep::Kind kind;
  absl::string_view arguments;
};
constexpr Form kForms[] = {
    {"remedy", PlanStep::KIND_REMEDY, "QUOTATION/OPTION [WHAT THE CUSTOMER IS TOLD]"},
    {"apology", PlanStep::KIND_APOLOGY, "WHAT IS SAID"},
    {"person", PlanStep::KIND_PERSON, "WHAT IS DONE"},
    {"address", PlanStep::KIND_CHANGE_ADDRESS, "ORDER ADDRESS_TOKEN"},
    {"supplier", PlanStep::KIND_SUPPLIER_ACTION, "SELLER CORRECT_LISTING|STOP_SALE|RECALL|CHARGE_BACK"},
    {"hr", PlanStep::KIND_HR_REPORT, "STAFF RUDE|NO_REPLY|BUCK_PASSING|OTHER"},
};

const Form* FormOf(const std::string& word) {
  for (const Form& form : kForms) {
    if (form.word == absl::AsciiStrToLower(word)) return &form;
  }
  return nullptr;
}

absl::Status Misread(const std::string& text, const Form* form) {
  const std::string what = form != nullptr ? absl::StrCat(form->word, " ", form->arguments)
                                           : "remedy, apology, person, address, supplier or hr, and what belongs to it";
  return BadFlag(kFlag, absl::StrCat("`", text, "` cannot be read; write: ", what, " [owner=AGENT] [due=24h]"));
}

// Takes `owner=` and `due=` out of the words, wherever they stand.
StepDefaults TakeSettings(StepDefaults settings, std::vector<std::string>* words) {
  std::vector<std::string> rest;
  for (const std::string& word : *words) {
    absl::string_view value = word;
    if (absl::ConsumePrefix(&value, "owner=")) {
      settings.owner = FullName("agents/", std::string(value));
    } else if (absl::ConsumePrefix(&value, "due=")) {
      settings.due = std::string(value);
    } else {
      rest.push_back(word);
    }
  }
  *words = std::move(rest);
  return settings;
}

// Fills what the kind needs from the words behind it; false where they are not what it needs.
bool FillArguments(const std::vector<std::string>& words, PlanStep* step) {
  if (step->kind() == PlanStep::KIND_APOLOGY || step->kind() == PlanStep::KIND_PERSON) {
    step->set_description(absl::StrJoin(words, " "));
    return !words.empty();
  }
  if (step->kind() == PlanStep::KIND_REMEDY) {
    const size_t slash = words.empty() ? std::string::npos : words[0].rfind('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == words[0].size()) return false;
    step->set_quotation(FullName("quotations/", words[0].substr(0, slash)));
    step->set_option(words[0].substr(slash + 1));
    step->set_description(absl::StrJoin(words.begin() + 1, words.end(), " "));
    return step->quotation() != "quotations/";
  }
  if (words.size() != 2) return false;
  const bool address = step->kind() == PlanStep::KIND_CHANGE_ADDRESS;
  step->set_subject(address ? FullName("orders/", words[0]) : words[0]);
  step->set_detail(address ? words[1] : absl::AsciiStrToUpper(words[1]));
  return true;
}

absl::Status Settle(const StepDefaults& settings, BusinessTime now, PlanStep* step) {
  if (step->owner().empty()) step->set_owner(settings.owner);
  if (step->has_due_time()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*step->mutable_due_time(), TimeFlag("due", settings.due, now));
  return absl::OkStatus();
}

}  // namespace

const char kStepHelp[] =
    "One promise, in the order in which they are done, repeated:\n"
    "'remedy QUOTATION/OPTION [WHAT IS TOLD]', 'apology WHAT IS SAID', 'person WHAT IS DONE', 'address ORDER TOKEN',\n"
    "'supplier SELLER CHARGE_BACK', 'hr STAFF RUDE'; each with owner=AGENT and due=24h where it differs";

absl::StatusOr<PlanStep> ParseStep(const std::string& text, const StepDefaults& defaults, BusinessTime now) {
  std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" \t\n"), absl::SkipEmpty());
  const Form* const form = words.empty() ? nullptr : FormOf(words[0]);
  if (form == nullptr) return Misread(text, nullptr);
  words.erase(words.begin());
  const StepDefaults settings = TakeSettings(defaults, &words);
  PlanStep step;
  step.set_kind(form->kind);
  if (!FillArguments(words, &step)) return Misread(text, form);
  RETURN_IF_ERROR(Settle(settings, now, &step));
  return step;
}

absl::StatusOr<casework::v1::ProposePlanRequest> ParseStepsJson(const std::string& json, const StepDefaults& defaults,
                                                                BusinessTime now) {
  const absl::string_view bare = absl::StripLeadingAsciiWhitespace(json);
  const std::string whole = absl::StartsWith(bare, "[") ? absl::StrCat("{\"steps\": ", bare, "}") : std::string(bare);
  casework::v1::ProposePlanRequest request;
  const auto status = google::protobuf::util::JsonStringToMessage(whole, &request);
  if (!status.ok()) return BadFlag("--steps", absl::StrCat("no plan in JSON: ", std::string(status.message())));
  for (PlanStep& step : *request.mutable_steps()) RETURN_IF_ERROR(Settle(defaults, now, &step));
  return request;
}

}  // namespace redress::ctl
