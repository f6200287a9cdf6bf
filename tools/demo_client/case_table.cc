#include "tools/demo_client/case_table.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/table.h"
#include "tools/client/words.h"
#include "tools/demo_client/result.h"

namespace redress::demo {
namespace {

namespace v1 = casework::v1;
using client::Cell;
using client::Colour;
using compensation::v1::Grant;
// What the columns of fixed content take, and what the two flexible ones share of the rest.
constexpr int kFixedWidth = 152;
constexpr int kWidthDefault = 230;
constexpr int kFlexibleMin = 32;

std::string TagText(const type::v1::Tag& tag) {
  return absl::StrCat(tag.l1(), tag.l2().empty() ? "" : "/", tag.l2());
}

Cell StateCell(const CaseOutcome& outcome) {
  if (!outcome.known) return Cell("not opened", Colour::kRed);
  const std::string word = absl::StrCat(client::Word(outcome.one.state()), outcome.one.reopen_count() > 0 ? " ↻" : "");
  return Cell(word, outcome.over() ? Colour::kNone : Colour::kYellow);
}

std::string FindingText(const v1::Closing& closing) {
  return closing.rejection_reason().empty() ? client::Word(closing.finding()) : "rejected";
}

bool WasGiven(const Grant& grant) {
  return grant.state() == Grant::STATE_COMMITTED || grant.state() == Grant::STATE_PAYING || grant.state() == Grant::STATE_PAID;
}

// What people did of the plan, each kind once.
std::vector<std::string> DoneByPeople(const v1::Plan& plan) {
  std::vector<std::string> kinds;
  for (const v1::PlanStep& step : plan.steps()) {
    const std::string word = client::Word(step.kind());
    const bool done = step.state() == v1::PlanStep::STATE_DONE && step.kind() != v1::PlanStep::KIND_REMEDY;
    if (done && std::find(kinds.begin(), kinds.end(), word) == kinds.end()) kinds.push_back(word);
  }
  return kinds;
}

std::string Sums(const std::map<std::string, int64_t>& by_currency) {
  std::vector<std::string> parts;
  for (const auto& [currency, minor] : by_currency) {
    type::v1::Money money;
    money.set_currency_code(currency);
    money.set_amount_minor(minor);
    parts.push_back(MoneyText(money));
  }
  return absl::StrJoin(parts, ", ");
}

void PrintStates(std::ostream& out, const std::map<std::string, CaseOutcome>& cases) {
  std::map<std::string, int> states, findings;
  int reopened = 0, approved = 0;
  for (const auto& [name, outcome] : cases) {
    ++states[outcome.known ? client::Word(outcome.one.state()) : "not opened"];
    if (outcome.one.has_closing()) ++findings[FindingText(outcome.one.closing())];
    reopened += outcome.one.reopen_count() > 0 ? 1 : 0;
    approved += outcome.one.approval().state() == v1::ApprovalRequest::STATE_APPROVED ? 1 : 0;
  }
  const auto joined = [](const std::map<std::string, int>& counts) {
    return absl::StrJoin(counts, ", ",
                         [](std::string* text, const auto& count) { absl::StrAppend(text, count.second, " ", count.first); });
  };
  out << "cases         " << cases.size() << ": " << joined(states) << "\n"
      << "findings      " << (findings.empty() ? "none" : joined(findings)) << "\n"
      << "approved      " << approved << " by somebody else than their proposer; reopened (↻): " << reopened << "\n";
}

void PrintGrants(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, bool colours) {
  struct Row {
    int given = 0, failed = 0;
    std::map<std::string, int64_t> sums;
  };
  std::map<std::string, Row> rows;
  std::map<std::string, int64_t> all;
  for (const auto& [name, outcome] : cases) {
    for (const Grant& grant : outcome.grants) {
      Row& row = rows[client::Word(grant.kind())];
      ++(WasGiven(grant) ? row.given : row.failed);
      if (!WasGiven(grant)) continue;
      row.sums[grant.amount().currency_code()] += grant.amount().amount_minor();
      all[grant.amount().currency_code()] += grant.amount().amount_minor();
    }
  }
  client::Table table({{"GRANTED"}, {"NUMBER", 0, true}, {"FAILED", 0, true}, {"SUM", 0, true}});
  int given = 0, failed = 0;
  for (const auto& [kind, row] : rows) {
    table.Add({kind, absl::StrCat(row.given), row.failed == 0 ? "·" : absl::StrCat(row.failed), Sums(row.sums)});
    given += row.given;
    failed += row.failed;
  }
  if (table.empty()) return;
  table.Add({Cell("ALL", Colour::kBold), absl::StrCat(given), failed == 0 ? "·" : absl::StrCat(failed), Sums(all)});
  out << "\n";
  table.Print(out, colours);
}

void PrintBooks(std::ostream& out, const Books& books, bool colours) {
  const auto verdict = [&](bool good, const std::string& bad) {
    return good ? client::Paint("✓", Colour::kGreen, colours) : client::Paint(bad, Colour::kRed, colours);
  };
  out << "\nbooks         ";
  if (!books.ledger.ok()) {
    out << client::Paint(absl::StrCat("could not be checked: ", std::string(books.ledger.status().message())), Colour::kRed,
                         colours)
        << "\n";
  } else {
    const auto& found = *books.ledger;
    out << found.entry_count() << " entries and " << found.grant_count()
        << " grants recomputed, and compared with the shop's own books "
        << verdict(found.faults().empty(), absl::StrCat(found.faults_size(), " faults")) << "\n";
    for (const auto& fault : found.faults())
      out << "              " << fault.reason() << " " << fault.subject() << ": " << fault.message() << "\n";
  }
  out << "audit trail   ";
  if (!books.audit.ok()) {
    out << client::Paint(absl::StrCat("could not be checked: ", std::string(books.audit.status().message())), Colour::kRed,
                         colours)
        << "\n";
  } else {
    const auto& found = *books.audit;
    out << found.entry_count() << " entries of " << found.case_count() << " cases, every hash recomputed "
        << verdict(found.broken().empty(), absl::StrCat(found.broken_size(), " broken")) << "\n";
    for (const std::string& entry : found.broken()) out << "              changed: " << entry << "\n";
  }
}

}  // namespace

std::string MoneyText(const type::v1::Money& money) {
  return absl::StrFormat("%s %d.%02d", money.currency_code(), money.amount_minor() / 100, std::abs(money.amount_minor() % 100));
}

std::string RemediesText(const CaseOutcome& outcome) {
  struct Given {
    int number = 0;
    type::v1::Money sum;
  };
  std::map<std::pair<compensation::v1::RemedyKind, std::string>, Given> given;  // of each kind and currency
  std::vector<std::string> not_given;
  for (const Grant& grant : outcome.grants) {
    const type::v1::Money& amount = grant.amount();
    if (WasGiven(grant)) {
      Given& one = given[{grant.kind(), amount.currency_code()}];
      ++one.number;
      one.sum.set_currency_code(amount.currency_code());
      one.sum.set_amount_minor(one.sum.amount_minor() + amount.amount_minor());
    } else {
      const std::string why = grant.failure_reason().empty() ? client::Word(grant.state()) : grant.failure_reason();
      not_given.push_back(absl::StrCat("[", client::Word(grant.kind()), " ", MoneyText(amount), " ", why, "]"));
    }
  }
  std::vector<std::string> parts;
  for (const auto& [kind, one] : given) {
    parts.push_back(absl::StrCat(client::Word(kind.first), one.number > 1 ? absl::StrCat(" ", one.number, "×") : "", " ",
                                 MoneyText(one.sum)));
  }
  absl::c_move(not_given, std::back_inserter(parts));
  for (const std::string& kind : DoneByPeople(outcome.one.plan())) {
    if (parts.empty() || kind != "APOLOGY") parts.push_back(kind);  // every plan apologises
  }
  return absl::StrJoin(parts, ", ");
}

std::string ApprovedBy(const v1::Case& one) {
  const v1::ApprovalRequest& approval = one.approval();
  if (approval.state() == v1::ApprovalRequest::STATE_APPROVED && approval.plan_hash() == one.plan().hash()) {
    return absl::StrCat(BareId(approval.approver()), " (", client::Word(approval.used_authority()), ")");
  }
  const bool alone = one.has_plan() && one.plan().answer() == v1::Plan::ANSWER_ACCEPTED &&
                     one.plan().required_authority() == compensation::v1::AUTHORITY_SPECIALIST;
  return alone ? "own authority" : "";
}

void PrintCases(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const TableOptions& options) {
  const int flexible = std::max((options.width > 0 ? options.width : kWidthDefault) - kFixedWidth, kFlexibleMin);
  client::Table table({{"CASE"},
                       {"STATE"},
                       {"TAG OF RECORD"},
                       {"FINDING"},
                       {"RESPONSIBLE"},
                       {"ROOT CAUSE", flexible * 3 / 10},
                       {"GIVEN", flexible * 7 / 10},
                       {"APPROVED BY"},
                       {"OWNER"}});
  for (const auto& [name, outcome] : cases) {
    const v1::Closing& closing = outcome.one.closing();
    table.Add({BareId(name), StateCell(outcome), TagText(outcome.one.tag()), FindingText(closing),
               client::Word(closing.responsible_party()), closing.root_cause(), RemediesText(outcome), ApprovedBy(outcome.one),
               BareId(outcome.one.owner())});
  }
  if (table.empty()) return;
  out << "\n" << client::Paint("What became of the cases", Colour::kBold, options.colours) << "\n";
  table.Print(out, options.colours);
  bool first = true;
  for (const auto& [name, outcome] : cases) {
    if (outcome.over()) continue;
    if (first) out << "\n" << client::Paint("Not over yet", Colour::kBold, options.colours) << "\n";
    first = false;
    out << "  " << BareId(name) << "  " << outcome.remains << "\n";
  }
}

void PrintCaseTotals(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const Books& books, bool colours) {
  PrintStates(out, cases);
  PrintGrants(out, cases, colours);
  PrintBooks(out, books, colours);
}

}  // namespace redress::demo
