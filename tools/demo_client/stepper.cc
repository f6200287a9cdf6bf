#include "tools/demo_client/stepper.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "tools/demo_client/parallel.h"

namespace redress::demo {
namespace {

// Classification has no timers and hears nobody.
constexpr const char* kServices[] = {"intake", "routing", "casework", "compensation", "sla", "outreach", "analytics", "platform"};
constexpr int kAtOnce = 4;
// Machine time: between two rounds of questions, and how long nothing may move.
constexpr absl::Duration kPauseMin = absl::Milliseconds(1), kPauseMax = absl::Milliseconds(50);
constexpr absl::Duration kPatience = absl::Seconds(30);

bool IsNotRun(const absl::Status& status) {
  return absl::IsUnimplemented(status) || ReasonOf(status) == "UNKNOWN_SERVICE" || ReasonOf(status) == "NO_ADDRESS";
}

}  // namespace

Stepper::Stepper(client::Session& session, std::unique_ptr<SharedTimeSource> time, std::string token)
    : session_(session), time_(std::move(time)), token_(std::move(token)) {}

absl::StatusOr<std::unique_ptr<Stepper>> Stepper::Open(client::Session& session) {
  RETURN_IF_ERROR(session.Open());
  const std::string source = session.stack().Get("REDRESS_BUSINESS_TIME");
  absl::string_view path = source;
  if (!absl::ConsumePrefix(&path, "file:")) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TIME_NOT_STEPPED",
        "the stack's time is the clock's: a week is played on one whose time is stepped (tools/stack up --stepped-time)");
  }
  ASSIGN_OR_RETURN(auto time, SharedTimeSource::Open(std::string(path), SharedTimeSource::Access::kStep));
  ASSIGN_OR_RETURN(std::string token, session.TokenOf("ADMIN"));
  std::unique_ptr<Stepper> stepper(new Stepper(session, std::move(time), std::move(token)));
  for (const char* service : kServices) {
    const absl::Status told = stepper->AskOne(service).status();
    if (IsNotRun(told)) continue;
    RETURN_IF_ERROR(told);
    stepper->services_.insert(service);
  }
  return stepper;
}

void Stepper::StepTo(BusinessTime time) {
  if (time <= time_->Now()) return;
  time_->Set(time);
  ++steps_;
}

absl::StatusOr<events::v1::Pace> Stepper::AskOne(const std::string& service) {
  events::v1::GetPaceRequest request;
  request.set_service(service);
  client::CallOptions options;
  options.owner = service;
  options.token = token_;
  options.direct = true;
  return session_.Call<events::v1::Pace>("redress.events.v1.PaceService.GetPace", request, options);
}

absl::Status Stepper::Ask(const std::set<std::string>& services, Paces* paces) {
  ++rounds_;
  const std::vector<std::string> names(services.begin(), services.end());
  std::vector<absl::StatusOr<events::v1::Pace>> told(names.size());
  InParallel(names.size(), kAtOnce, [&](size_t i) { told[i] = AskOne(names[i]); });
  for (size_t i = 0; i < told.size(); ++i) {
    RETURN_IF_ERROR(told[i].status());
    (*paces)[names[i]] = *std::move(told[i]);
  }
  return absl::OkStatus();
}

bool Stepper::IsBorne(const Standing& standing) const {
  return std::all_of(standing.waits_for.begin(), standing.waits_for.end(),
                     [&](const std::string& wait) { return left_undone_.count(ReasonWithoutFigures(wait)) > 0; });
}

void Stepper::Bear(const Standing& standing) {
  for (const std::string& wait : standing.waits_for) {
    if (left_undone_.insert(ReasonWithoutFigures(wait)).second) {
      std::cerr << "\n  ! nothing moves, and " << wait << ": the week goes on without it\n";
    }
  }
}

// As long as something is left to do, only those are asked who do it, and whom it concerns next; what all say decides.
absl::StatusOr<QuietMoment> Stepper::WaitUntilQuiet() {
  Stopper stopper;
  Deadline patience = Deadline::After(kPatience);
  absl::Duration pause = absl::ZeroDuration();
  Paces paces;
  std::set<std::string> asked = services_;
  bool all_quiet = false;
  while (true) {
    stopper.WaitFor(pause);
    pause = std::clamp(pause * 1.3, kPauseMin, kPauseMax);
    const Paces before = paces;
    if (const absl::Status told = Ask(asked, &paces); !told.ok()) {
      if (patience.Expired()) return told;
      all_quiet = false;
      continue;  // a service that restarts is waited for
    }
    const Standing standing = StandingOf(paces, Now());
    const bool same = SameMoment(before, paces);
    if (!same) patience = Deadline::After(kPatience);
    if (patience.Expired()) Bear(standing);
    const bool is_quiet = IsBorne(standing);
    const bool of_all = asked.size() == services_.size();
    if (is_quiet && all_quiet && of_all && same) return QuietMoment{std::move(paces), standing.next_due};
    all_quiet = is_quiet && of_all;
    asked = is_quiet ? services_ : standing.of;
    if (is_quiet) pause = absl::ZeroDuration();
  }
}

}  // namespace redress::demo
