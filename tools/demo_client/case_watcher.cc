#include "tools/demo_client/case_watcher.h"

#include <algorithm>
#include <array>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/machine_time.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "tools/client/words.h"
#include "tools/demo_client/parallel.h"

namespace redress::demo {
namespace {

using casework::v1::Case;
constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
constexpr char kCompensation[] = "redress.compensation.v1.CompensationService.";
constexpr absl::Duration kPause = absl::Milliseconds(1500);
// A rejection may be appealed: what is over is looked at again so long after.
constexpr absl::Duration kAfterthought = absl::Seconds(5);
constexpr std::array kLive = {
    Case::STATE_OPEN,           Case::STATE_VERIFYING,           Case::STATE_INVESTIGATING, Case::STATE_WAITING_CUSTOMER,
    Case::STATE_WAITING_SELLER, Case::STATE_WAITING_THIRD_PARTY, Case::STATE_PLAN_PROPOSED, Case::STATE_APPROVAL_PENDING,
    Case::STATE_EXECUTING,      Case::STATE_CALLBACK_DUE,        Case::STATE_REOPENED};

class CaseWatcher {
 public:
  CaseWatcher(client::Session& session, const std::vector<std::string>& cases, const CaseWatchOptions& options)
      : session_(session), options_(options), manager_(session.TokenOf("MANAGER").value_or("")) {
    for (const std::string& name : cases) outcomes_[name];
    for (auto& [name, outcome] : outcomes_) all_.push_back({&name, &outcome});
  }

  void Wait(const std::function<void(const CaseCounts&)>& progress) {
    Stopper stopper;
    Deadline quiet = Deadline::After(options_.quiet_max);
    bool looked_again = false;
    while (!quiet.Expired()) {
      if (Look()) quiet = Deadline::After(options_.quiet_max);
      progress(Counts());
      const bool all_over = absl::c_all_of(all_, [](const Entry& entry) { return entry.outcome->over(); });
      const bool rejected = absl::c_any_of(all_, [](const Entry& entry) { return IsRejected(*entry.outcome); });
      if (all_over && (looked_again || !rejected)) return;
      stopper.WaitFor(all_over ? kAfterthought : kPause);
      if (all_over) ReadAll(IsRejected);
      looked_again = all_over;
    }
  }

  std::map<std::string, CaseOutcome> Collect() {
    ReadAll([](const CaseOutcome&) { return true; });
    InParallel(all_.size(), options_.in_flight, [&](size_t i) { Remains(all_[i].outcome); });
    CollectGrants();
    return std::move(outcomes_);
  }

 private:
  struct Entry {
    const std::string* name;
    CaseOutcome* outcome;
  };

  // The live cases by state, then each that is in none of these any more by itself. True where something moved.
  bool Look() {
    std::map<std::string, Case> live;
    for (const Case::State state : kLive) List(state, &live);
    bool moved = false;
    for (const Entry& entry : all_) {
      const auto found = live.find(*entry.name);
      if (found == live.end()) continue;
      moved |= Take(entry.outcome, std::move(found->second));
      entry.outcome->known = true;
    }
    std::vector<const Entry*> gone;
    for (const Entry& entry : all_) {
      if (!entry.outcome->over() && live.count(*entry.name) == 0) gone.push_back(&entry);
    }
    std::atomic<bool> changed{false};
    InParallel(gone.size(), options_.in_flight, [&](size_t i) {
      if (Read(*gone[i])) changed = true;
    });
    return moved || changed;
  }

  static bool IsRejected(const CaseOutcome& outcome) { return outcome.one.state() == Case::STATE_REJECTED; }
  static bool Take(CaseOutcome* outcome, Case one) {
    const bool moved = outcome->one.etag() != one.etag();
    outcome->one = std::move(one);
    return moved;
  }

  void List(Case::State state, std::map<std::string, Case>* live) {
    casework::v1::ListCasesRequest request;
    request.set_page_size(500);
    request.set_filter(absl::StrCat("state = ", client::Word(state)));
    do {
      casework::v1::ListCasesResponse page;
      if (!session_.Call(absl::StrCat(kCasework, "ListCases"), request, &page, {"", manager_}).ok()) return;
      for (Case& one : *page.mutable_cases()) (*live)[one.name()] = std::move(one);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }

  bool Read(const Entry& entry) {
    casework::v1::GetCaseRequest request;
    request.set_name(*entry.name);
    Case one;
    if (!session_.Call(absl::StrCat(kCasework, "GetCase"), request, &one, {"", manager_}).ok()) return false;
    entry.outcome->known = true;
    return Take(entry.outcome, std::move(one));
  }

  void ReadAll(const std::function<bool(const CaseOutcome&)>& which) {
    InParallel(all_.size(), options_.in_flight, [&](size_t i) {
      if (which(*all_[i].outcome)) Read(all_[i]);
    });
  }

  CaseCounts Counts() const {
    CaseCounts counts;
    for (const Entry& entry : all_) {
      if (entry.outcome->over()) {
        ++counts.over;
      } else if (entry.outcome->known) {
        ++counts.live[entry.outcome->one.state()];
      }
    }
    return counts;
  }

  void Remains(CaseOutcome* outcome) {
    if (outcome->over()) return;
    if (!outcome->known) {
      outcome->remains = "casework has not opened it: see its lag, and redressctl parked list";
      return;
    }
    casework::v1::ListTimelineRequest request;
    request.set_parent(outcome->one.name());
    request.set_page_size(1);
    casework::v1::ListTimelineResponse answer;
    const bool told = session_.Call(absl::StrCat(kCasework, "ListTimeline"), request, &answer, {"", manager_}).ok();
    const casework::v1::NextStep& next = answer.next_step();
    outcome->remains = client::Word(outcome->one.state());
    if (told && !next.en().empty()) absl::StrAppend(&outcome->remains, ": ", next.en());
    if (told && !next.who().empty()) absl::StrAppend(&outcome->remains, ", by ", next.who());
  }

  void CollectGrants() {
    compensation::v1::ListGrantsRequest request;
    request.set_page_size(1000);
    do {
      compensation::v1::ListGrantsResponse page;
      if (!session_.Call(absl::StrCat(kCompensation, "ListGrants"), request, &page, {"", manager_}).ok()) return;
      for (const compensation::v1::Grant& grant : page.grants()) {
        const auto found = outcomes_.find(grant.case_());
        if (found != outcomes_.end()) found->second.grants.insert(found->second.grants.begin(), grant);
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }

  client::Session& session_;
  const CaseWatchOptions& options_;
  const std::string manager_;
  std::map<std::string, CaseOutcome> outcomes_;
  std::vector<Entry> all_;
};

}  // namespace

std::map<std::string, CaseOutcome> WatchCases(client::Session& session, const std::vector<std::string>& cases,
                                              const CaseWatchOptions& options,
                                              const std::function<void(const CaseCounts&)>& progress) {
  CaseWatcher watcher(session, cases, options);
  watcher.Wait(progress);
  return watcher.Collect();
}

Books CheckBooks(client::Session& session) {
  compensation::v1::VerifyLedgerRequest request;
  request.set_ask_platform(true);
  return {session.Call<compensation::v1::VerifyLedgerResponse>(absl::StrCat(kCompensation, "VerifyLedger"), request),
          session.Call<casework::v1::VerifyAuditResponse>(absl::StrCat(kCasework, "VerifyAudit"),
                                                          casework::v1::VerifyAuditRequest())};
}

}  // namespace redress::demo
