// A quotation as a person reads it: what may be chosen, what it costs, who must say yes, and why.
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {

void PrintQuotation(Cli& cli, const compensation::v1::Quotation& quotation) {
  if (cli.json()) return PrintJson(quotation);
  PrintFields({{"quotation", ShortName(quotation.name())},
               {"case", ShortName(quotation.case_())},
               {"cause", ShowTag(quotation.cause())},
               {"policy", quotation.policy_version()},
               {"expires", ShowTime(quotation.expire_time())}});
  if (quotation.options().empty()) {
    std::cout << "the policy offers nothing for these facts\n";
    return;
  }
  client::Table table(
      {{"OPTION"}, {"KIND"}, {"ORDER"}, {"LINE"}, {"AMOUNT", 0, true}, {"NEEDS"}, {"WITHIN"}, {"RULES", 40}, {"WHY", 80}});
  for (const compensation::v1::RemedyOption& option : quotation.options()) {
    table.Add({option.id(), client::Word(option.kind()), ShortName(option.order()), option.line(), ShowMoney(option.amount()),
               client::Word(option.required_authority()), absl::FormatDuration(absl::Milliseconds(option.due_within_ms())),
               absl::StrJoin(option.rules(), ", "), option.reason_en()});
  }
  PrintTable(table);
}

}  // namespace redress::ctl
