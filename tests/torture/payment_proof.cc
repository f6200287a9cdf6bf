#include "tests/torture/payment_proof.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "tests/torture/asking.h"

namespace redress::torture {
namespace {

std::string Compensation(const std::string& pg) {
  return pg + " options='-c search_path=compensation'";
}

}  // namespace

int CountUnsettled(const std::string& pg) {
  try {
    return Ask(Compensation(pg),
               "SELECT (SELECT count(*) FROM remedy_grant WHERE state IN ('COMMITTED', 'PAYING'))"
               " + (SELECT count(*) FROM platform.operation WHERE reports_due > 0)")
        .at(0)
        .at(0)
        .as<int>();
  } catch (const pqxx::failure&) {
    return -1;
  }
}

std::vector<std::string> ProveGranted(const std::string& pg, const std::vector<std::string>& names) {
  std::vector<std::string> faults;
  const std::set<std::string> acknowledged(names.begin(), names.end());
  if (acknowledged.size() != names.size()) faults.push_back("two requests have one grant, or one has none");
  std::set<std::string> stored;
  for (const auto& row : Ask(Compensation(pg), "SELECT 'grants/' || id FROM remedy_grant")) stored.insert(row[0].c_str());
  for (const std::string& name : acknowledged) {
    if (stored.count(name) == 0) faults.push_back("acknowledged and not stored: " + name);
  }
  for (const std::string& name : stored) {
    if (acknowledged.count(name) == 0) faults.push_back("stored and not acknowledged: " + name);
  }
  return faults;
}

std::vector<std::string> ProvePaidOnce(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"grants without an outcome", "SELECT count(*) FROM remedy_grant WHERE state NOT IN ('PAID', 'FAILED')"},
      {"grants that the shop does not know",
       "SELECT count(*) FROM remedy_grant g WHERE NOT EXISTS (SELECT FROM platform.operation o WHERE o.operation = g.id::text)"},
      {"things done that nobody granted",
       "SELECT count(*) FROM platform.operation o WHERE NOT EXISTS (SELECT FROM remedy_grant g WHERE g.id::text = o.operation)"},
      {"other outcomes at the shop",
       "SELECT count(*) FROM remedy_grant g JOIN platform.operation o ON o.operation = g.id::text"
       " WHERE o.state <> CASE g.state WHEN 'PAID' THEN 'SUCCEEDED' ELSE 'FAILED' END OR o.reference <> g.result_reference"
       " OR o.failure_reason <> g.failure_reason OR o.end_us <> coalesce(g.pay_us, g.fail_us)"},
      {"other things done than were granted",
       "SELECT count(*) FROM remedy_grant g JOIN platform.operation o ON o.operation = g.id::text"
       " WHERE o.kind <> CASE g.kind WHEN 'REFUND' THEN 'refund' WHEN 'COUPON' THEN 'coupon' WHEN 'RESHIP' THEN 'reshipment' END"
       " OR 'orders/' || o.order_id <> g.order_name OR o.line <> g.line OR o.requester <> 'services/compensation'"
       " OR CASE WHEN g.kind = 'RESHIP' THEN o.quantity <> g.quantity"
       "    ELSE (o.amount_minor, o.currency) <> (g.amount_minor, g.currency) END"},
  };
  return RunChecks(Compensation(pg), kChecks);
}

std::vector<std::string> ProveBooks(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"grants with other entries than theirs",
       "SELECT count(*) FROM remedy_grant g WHERE (SELECT string_agg(concat_ws(':', e.reason, e.debit, e.credit, e.currency,"
       "   e.amount_minor), ' ' ORDER BY e.entry) FROM ledger_entry e WHERE e.grant_id = g.id AND e.claim IS NULL) IS DISTINCT "
       "FROM"
       " concat_ws(':', 'COMMITTED', 'expense-' || g.category, 'liability', g.currency, g.amount_minor) || ' ' ||"
       " CASE g.state WHEN 'PAID' THEN concat_ws(':', 'PAID', 'liability', 'paid', g.currency, g.amount_minor)"
       " ELSE concat_ws(':', 'FAILED', 'liability', 'expense-' || g.category, g.currency, g.amount_minor) END"},
      {"fen that are owed though everything is settled",
       "SELECT coalesce(sum(debit_minor - credit_minor), 0) FROM account WHERE account = 'liability'"},
      {"fen between what the books say is paid and what is",
       "SELECT (SELECT coalesce(sum(credit_minor - debit_minor), 0) FROM account WHERE account = 'paid')"
       " - (SELECT coalesce(sum(g.amount_minor), 0) FROM remedy_grant g JOIN platform.operation o ON o.operation = g.id::text"
       "    WHERE o.state = 'SUCCEEDED')"},
      {"accounts of expenses that are not the sum of what was paid",
       "SELECT count(*) FROM (SELECT account, sum(debit_minor - credit_minor) AS spent FROM account WHERE account LIKE "
       "'expense-%'"
       "   GROUP BY account) a"
       " LEFT JOIN (SELECT 'expense-' || category AS account, sum(amount_minor) AS paid FROM remedy_grant WHERE state = 'PAID'"
       "   GROUP BY category) g USING (account) WHERE spent <> coalesce(paid, 0)"},
      {"budgets that are not the sum of what was paid",
       "SELECT count(*) FROM (SELECT budget, sum(amount_minor) AS used FROM budget_entry GROUP BY budget) b"
       " LEFT JOIN (SELECT budget, sum(amount_minor) AS paid FROM remedy_grant WHERE state = 'PAID' GROUP BY budget) g"
       " USING (budget) WHERE used <> coalesce(paid, 0)"},
      {"orders of which another sum was given back than was granted",
       "SELECT count(*) FROM platform.customer_order c WHERE refunded_minor <> (SELECT coalesce(sum(amount_minor), 0)"
       " FROM remedy_grant g WHERE g.order_name = 'orders/' || c.order_id AND g.kind = 'REFUND' AND g.state = 'PAID')"},
      {"lines of which other pieces were sent than were granted",
       "SELECT count(*) FROM platform.order_line l WHERE resent <> (SELECT coalesce(sum(quantity), 0) FROM remedy_grant g"
       " WHERE g.order_name = 'orders/' || l.order_id AND g.line = l.line AND g.kind = 'RESHIP' AND g.state = 'PAID')"},
      {"kinds of events that are not one a grant",
       "SELECT count(*) FROM (VALUES ('GrantCommitted', 'COMMITTED'), ('GrantPaid', 'PAID'), ('GrantFailed', 'FAILED')) k (type,"
       " reason) WHERE (SELECT count(*) FROM event e WHERE e.type = 'redress.compensation.v1.' || k.type)"
       " <> (SELECT count(*) FROM ledger_entry l WHERE l.reason = k.reason)"},
      {"partitions of the log with gaps",
       "SELECT count(*) FROM (SELECT partition FROM event GROUP BY 1 HAVING max(sequence) <> count(*) OR min(sequence) <> 1) x"},
      {"grants without the one effect of their name",
       "SELECT count(*) FROM remedy_grant g WHERE (SELECT count(*) FROM effect e WHERE e.occurrence = g.occurrence::text"
       " AND e.subject = g.order_name || '/lines/' || g.line || '/causes/' || g.l1 || '.' || g.l2 || '/' || g.entitlement) <> 1"},
  };
  return RunChecks(Compensation(pg), kChecks);
}

}  // namespace redress::torture
