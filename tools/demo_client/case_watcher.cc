#include "tools/demo_client/case_watcher.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "tools/client/words.h"
#include "tools/demo_client/parallel.h"

namespace redress::demo {
namespace {

constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
constexpr char kCompensation[] = "redress.compensation.v1.CompensationService.";
class CaseWatcher {
 public:
  CaseWatcher(client::Session& session, const std::vector<std::string>& cases, int in_flight)
      : session_(session), in_flight_(in_flight), manager_(session.TokenOf("MANAGER").value_or("")) {
    for (const std::string& name : cases) outcomes_[name];
    for (auto& [name, outcome] : outcomes_) all_.push_back({&name, &outcome});
  }

  std::map<std::string, CaseOutcome> Collect() {
    InParallel(all_.size(), in_flight_, [&](size_t i) { Read(all_[i]); });
    InParallel(all_.size(), in_flight_, [&](size_t i) { Remains(all_[i].outcome); });
    CollectGrants();
    return std::move(outcomes_);
  }

 private:
  struct Entry {
    const std::string* name;
    CaseOutcome* outcome;
  };

  void Read(const Entry& entry) {
    casework::v1::GetCaseRequest request;
    request.set_name(*entry.name);
    entry.outcome->known = session_.Call(absl::StrCat(kCasework, "GetCase"), request, &entry.outcome->one, {"", manager_}).ok();
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
  const int in_flight_;
  const std::string manager_;
  std::map<std::string, CaseOutcome> outcomes_;
  std::vector<Entry> all_;
};

}  // namespace

std::map<std::string, CaseOutcome> WatchCases(client::Session& session, const std::vector<std::string>& cases, int in_flight) {
  return CaseWatcher(session, cases, in_flight).Collect();
}

Books CheckBooks(client::Session& session) {
  compensation::v1::VerifyLedgerRequest request;
  request.set_ask_platform(true);
  return {session.Call<compensation::v1::VerifyLedgerResponse>(absl::StrCat(kCompensation, "VerifyLedger"), request),
          session.Call<casework::v1::VerifyAuditResponse>(absl::StrCat(kCasework, "VerifyAudit"),
                                                          casework::v1::VerifyAuditRequest())};
}

}  // namespace redress::demo
