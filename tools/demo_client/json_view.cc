#include "tools/demo_client/json_view.h"

#include <string>

#include "tools/client/words.h"
#include "tools/demo_client/case_table.h"
#include "tools/demo_client/promises_table.h"

namespace redress::demo {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json Remedies(const CaseOutcome& outcome) {
  Json remedies = Json::array();
  for (const compensation::v1::Grant& grant : outcome.grants) {
    remedies.push_back({{"kind", client::Word(grant.kind())},
                        {"amount_minor", grant.amount().amount_minor()},
                        {"currency_code", grant.amount().currency_code()},
                        {"state", client::Word(grant.state())}});
  }
  return remedies;
}

Json ClocksJson(const std::vector<ClockTold>& clocks) {
  Json list = Json::array();
  for (const ClockTold& clock : clocks) {
    list.push_back({{"kind", clock.kind},
                    {"state", clock.state},
                    {"target_ms", absl::ToInt64Milliseconds(clock.target)},
                    {"spent_ms", absl::ToInt64Milliseconds(clock.spent)},
                    {"paused_ms", absl::ToInt64Milliseconds(clock.paused)}});
  }
  return list;
}

Json NoticesJson(const std::vector<NoticeTold>& notices) {
  Json list = Json::array();
  for (const NoticeTold& notice : notices) {
    list.push_back({{"kind", notice.kind}, {"state", notice.state}, {"way", TextOrNull(notice.way)}});
  }
  return list;
}

Json KpisJson(const std::vector<KpiTold>& kpis) {
  Json list = Json::array();
  for (const KpiTold& kpi : kpis) {
    list.push_back({{"id", kpi.id},
                    {"value", kpi.value},
                    {"unit", kpi.unit},
                    {"numerator", kpi.numerator},
                    {"denominator", kpi.denominator},
                    {"target", kpi.target.has_value() ? Json(*kpi.target) : Json(nullptr)},
                    {"verdict", kpi.verdict}});
  }
  return list;
}

void AddOutcome(const CaseOutcome& outcome, Json* entry) {
  const casework::v1::Case& one = outcome.one;
  int64_t granted = 0;
  for (const type::v1::Money& sum : one.granted()) granted += sum.currency_code() == "CNY" ? sum.amount_minor() : 0;
  (*entry)["state"] = outcome.known ? TextOrNull(client::Word(one.state())) : Json(nullptr);
  (*entry)["tag_of_record"] = one.tag().l1().empty() ? Json(nullptr) : Json({{"l1", one.tag().l1()}, {"l2", one.tag().l2()}});
  (*entry)["finding"] = TextOrNull(client::Word(one.closing().finding()));
  (*entry)["responsible_party"] = TextOrNull(client::Word(one.closing().responsible_party()));
  (*entry)["root_cause"] = TextOrNull(one.closing().root_cause());
  (*entry)["rejection_reason"] = TextOrNull(one.closing().rejection_reason());
  (*entry)["remedies"] = Remedies(outcome);
  (*entry)["granted_minor"] = granted;
  (*entry)["approved_by"] = TextOrNull(ApprovedBy(one));
  (*entry)["reopened"] = one.reopen_count();
  (*entry)["clocks"] = ClocksJson(outcome.clocks);
  (*entry)["notices"] = NoticesJson(outcome.notices);
  (*entry)["satisfaction"] = TextOrNull(CalledBack(one));
  if (!outcome.remains.empty()) (*entry)["remains"] = outcome.remains;
}

Json Entry(const Result& result) {
  const Watched& watched = result.watched;
  const auto& p = watched.prediction;
  const bool tagged = watched.has_prediction && !p.abstained();
  Json entry;
  entry["number"] = BareId(result.complaint().name());
  entry["channel"] = client::Word(result.line.complaint.channel());
  entry["l1"] = tagged ? TextOrNull(p.tag().l1()) : Json(nullptr);
  entry["l2"] = tagged ? TextOrNull(p.tag().l2()) : Json(nullptr);
  entry["confidence"] = watched.has_prediction ? Json(p.confidence()) : Json(nullptr);
  entry["severity"] = watched.has_prediction ? TextOrNull(client::Word(p.severity())) : Json(nullptr);
  entry["signals"] = SignalWords(p);
  entry["team"] = TextOrNull(BareId(watched.item.team()));
  entry["agent"] = TextOrNull(BareId(watched.item.agent()));
  entry["work_item_state"] = watched.has_item ? TextOrNull(client::Word(watched.item.state())) : Json(nullptr);
  entry["line"] = result.line.number;
  entry["case"] = BareId(result.complaint().case_());
  entry["same_matter"] = result.complaint().same_matter();
  const auto time = TimeToAcceptance(result);
  entry["acceptance_s"] = time ? Json(absl::ToDoubleSeconds(*time)) : Json(nullptr);
  if (!watched.stuck.empty()) entry["stuck"] = watched.stuck;
  AddOutcome(result.outcome, &entry);
  return entry;
}

Json LedgerJson(const Books& books) {
  if (!books.ledger.ok()) return {{"error", std::string(books.ledger.status().message())}};
  Json faults = Json::array();
  for (const auto& fault : books.ledger->faults()) {
    faults.push_back({{"reason", fault.reason()}, {"subject", fault.subject()}, {"message", fault.message()}});
  }
  return {{"entries", books.ledger->entry_count()}, {"grants", books.ledger->grant_count()}, {"faults", std::move(faults)}};
}

Json AuditJson(const Books& books) {
  if (!books.audit.ok()) return {{"error", std::string(books.audit.status().message())}};
  const std::vector<std::string> broken(books.audit->broken().begin(), books.audit->broken().end());
  return {{"entries", books.audit->entry_count()}, {"cases", books.audit->case_count()}, {"broken", broken}};
}

}  // namespace

nlohmann::ordered_json ToJson(const std::vector<Result>& results, const Books& books, const std::vector<KpiTold>& kpis) {
  Json all{{"complaints", Json::array()}, {"rejected", Json::array()}};
  for (const Result& result : results) {
    if (result.played.stored) {
      all["complaints"].push_back(Entry(result));
    } else {
      all["rejected"].push_back({{"line", result.line.number}, {"reasons", result.played.reasons}});
    }
  }
  all["kpis"] = KpisJson(kpis);
  all["ledger"] = LedgerJson(books);
  all["audit"] = AuditJson(books);
  return all;
}

}  // namespace redress::demo
