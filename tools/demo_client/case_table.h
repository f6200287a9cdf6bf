// What became of the cases, as a person reads it at the end of the demo: a row a case, what remains and why, and the totals.
#pragma once

#include <map>
#include <ostream>
#include <string>

#include "tools/demo_client/case_outcome.h"
#include "tools/demo_client/table_view.h"

namespace redress::demo {

// By the case's name. One row a case; then what is not over, with what is to be done next.
void PrintCases(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const TableOptions& options);
// Cases by state and finding, grants by kind with sums, what the books and the audit trail say.
void PrintCaseTotals(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const Books& books, bool colours);

// `REFUND 2× CNY 120.00, COUPON CNY 50.00, HR_REPORT`: what was granted, each kind once with its sum; what failed in brackets
// with its reason; what people did beside apologising, or all of it where nothing was granted.
std::string RemediesText(const CaseOutcome& outcome);
// `a-guo-jiahao (SUPERVISOR)`, `own authority`, or empty where there was no plan.
std::string ApprovedBy(const casework::v1::Case& one);
std::string MoneyText(const type::v1::Money& money);

}  // namespace redress::demo
