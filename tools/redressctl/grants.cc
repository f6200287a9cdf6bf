// redressctl quotes get, grants list, get, reverse: what was offered, what was given, what became of it.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;
constexpr char kService[] = "redress.compensation.v1.CompensationService.";
constexpr char kGrants[] = "grants/";
constexpr char kQuotations[] = "quotations/";

// `CNY 80.00`, and the pieces where it is goods.
std::string ShowWorth(const type::v1::Money& amount, int32_t quantity) {
  return quantity == 0 ? ShowMoney(amount) : absl::StrCat(ShowMoney(amount), " (", quantity, " pcs)");
}

// `o-1 line 2`.
std::string ShowOrder(const std::string& order, const std::string& line) {
  return line.empty() ? ShortName(order) : absl::StrCat(ShortName(order), " line ", line);
}

client::Cell ShowState(v1::Grant::State state) {
  const client::Colour colour = state == v1::Grant::STATE_PAID     ? client::Colour::kGreen
                                : state == v1::Grant::STATE_FAILED ? client::Colour::kRed
                                                                   : client::Colour::kNone;
  return client::Cell(client::Word(state), colour);
}

std::string ShowApproval(const v1::Approval& approval) {
  if (approval.approver().empty()) return "";
  return absl::StrCat(ShortName(approval.approver()), " as ", client::Word(approval.authority()), ", ",
                      ShowTime(approval.approve_time()));
}

void PrintGrant(Cli& cli, const v1::Grant& grant) {
  if (cli.json()) return PrintJson(grant);
  PrintFields({{"grant", ShortName(grant.name())},
               {"case", ShortName(grant.case_())},
               {"state", client::Word(grant.state())},
               {"remedy", client::Word(grant.kind())},
               {"worth", ShowWorth(grant.amount(), grant.quantity())},
               {"order", ShowOrder(grant.order(), grant.line())},
               {"entitlement", client::Word(grant.entitlement())},
               {"cause", ShowTag(grant.cause())},
               {"occurrence", absl::StrCat(grant.occurrence())},
               {"result", grant.result_reference()},
               {"failed because", grant.failure_reason()},
               {"proposer", ShortName(grant.proposer())},
               {"approved by", ShowApproval(grant.approval())},
               {"quotation", absl::StrCat(ShortName(grant.quotation()), " option ", grant.option())},
               {"committed", ShowTime(grant.commit_time())},
               {"paid", ShowTime(grant.pay_time())},
               {"failed", ShowTime(grant.fail_time())},
               {"reversed", ShowTime(grant.reverse_time())},
               {"etag", grant.etag()}});
}

void PrintFacts(const v1::Quotation& quotation) {
  client::Table facts({{"FACT"}, {"VALUE"}});
  for (const v1::Quotation::Fact& fact : quotation.facts()) facts.Add({fact.name(), fact.value()});
  PrintTable(facts);
}

void AddGetQuotation(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a quotation: its options, and the facts and rules that made them");
  auto name = std::make_shared<std::string>();
  get->add_option("QUOTATION", *name, "As `grants get` shows it")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    v1::GetQuotationRequest request;
    request.set_name(FullName(kQuotations, *name));
    ASSIGN_OR_RETURN(const v1::Quotation quotation,
                     cli.session().Call<v1::Quotation>(absl::StrCat(kService, "GetQuotation"), request));
    PrintQuotation(cli, quotation);
    if (cli.json()) return absl::OkStatus();
    std::cout << "\n";
    PrintFacts(quotation);
    return absl::OkStatus();
  });
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List grants, newest first; as a specialist, those that it proposed");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list, R"(case = "cases/…", order = "orders/…", state = PAID, by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListGrantsRequest request;
    request.set_filter(flags->filter);
    v1::ListGrantsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListGrants"), request, &all,
                                   [](auto& page) { return page.mutable_grants(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table(
        {{"GRANT"}, {"CASE"}, {"REMEDY"}, {"WORTH", 0, true}, {"STATE"}, {"ORDER"}, {"RESULT", 40}, {"COMMITTED"}});
    for (const v1::Grant& grant : all.grants()) {
      table.Add({ShortName(grant.name()), ShortName(grant.case_()), client::Word(grant.kind()),
                 ShowWorth(grant.amount(), grant.quantity()), ShowState(grant.state()), ShowOrder(grant.order(), grant.line()),
                 grant.failure_reason().empty() ? grant.result_reference() : grant.failure_reason(),
                 ShowTime(grant.commit_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a grant");
  auto name = std::make_shared<std::string>();
  get->add_option("GRANT", *name, "As `grants list` shows it")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    v1::GetGrantRequest request;
    request.set_name(FullName(kGrants, *name));
    ASSIGN_OR_RETURN(const v1::Grant grant, cli.session().Call<v1::Grant>(absl::StrCat(kService, "GetGrant"), request));
    PrintGrant(cli, grant);
    return absl::OkStatus();
  });
}

void AddReverse(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string name, etag, reason;
    RequestId request_id;
  };
  CLI::App* reverse =
      group->add_subcommand("reverse", "Take a paid grant back in the books; what the shop has to collect is its business");
  auto flags = std::make_shared<Flags>();
  reverse->add_option("GRANT", flags->name, "As `grants list` shows it")->required();
  reverse->add_option("--reason", flags->reason, "Why; kept, so nothing personal")->required();
  reverse->add_option("--etag", flags->etag, "Refuse if it changed since this etag was read");
  flags->request_id.AddTo(reverse);
  cli.Run(reverse, [&cli, flags]() -> absl::Status {
    v1::ReverseGrantRequest request;
    request.set_name(FullName(kGrants, flags->name));
    request.set_etag(flags->etag);
    request.set_reason(flags->reason);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::Grant grant, cli.session().Call<v1::Grant>(absl::StrCat(kService, "ReverseGrant"), request));
    PrintGrant(cli, grant);
    return absl::OkStatus();
  });
}

}  // namespace

void AddQuotationCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("quotes", "What the policy offered");
  group->require_subcommand(1);
  AddGetQuotation(cli, group);
}

void AddGrantCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("grants", "What was given, once each");
  group->require_subcommand(1);
  AddList(cli, group);
  AddGet(cli, group);
  AddReverse(cli, group);
}

}  // namespace redress::ctl
