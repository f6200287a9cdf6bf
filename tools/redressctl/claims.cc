// redressctl claims list, get, settle, write-off, appeal, decide: who bears what was given.
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
constexpr char kClaims[] = "claims/";

std::string ShowAppeal(const v1::Claim& claim) {
  if (!claim.has_appeal()) return "";
  const v1::Claim::Appeal& appeal = claim.appeal();
  std::string shown = absl::StrCat(client::Word(appeal.state()), ", ", appeal.ground(), " by ", ShortName(appeal.appellant()),
                                   " ", ShowTime(appeal.appeal_time()));
  if (appeal.has_decide_time()) {
    absl::StrAppend(&shown, "; ", appeal.decision_ground(), " by ", ShortName(appeal.decider()), " ",
                    ShowTime(appeal.decide_time()));
  }
  return shown;
}

void PrintClaim(Cli& cli, const v1::Claim& claim) {
  if (cli.json()) return PrintJson(claim);
  PrintFields({{"claim", ShortName(claim.name())},
               {"state", client::Word(claim.state())},
               {"party", client::Word(claim.party())},
               {"amount", ShowMoney(claim.amount())},
               {"settled", ShowMoney(claim.settled())},
               {"written off", ShowMoney(claim.written_off())},
               {"outstanding", ShowMoney(claim.outstanding())},
               {"owed back", ShowMoney(claim.owed_back())},
               {"withdrawn because", claim.withdraw_reason()},
               {"case", ShortName(claim.case_())},
               {"grant", ShortName(claim.grant())},
               {"order", ShortName(claim.order())},
               {"charged by", ShortName(claim.charger())},
               {"charged", ShowTime(claim.charge_time())},
               {"appeal until", ShowTime(claim.appeal_until_time())},
               {"appeal", ShowAppeal(claim)},
               {"ended", ShowTime(claim.end_time())},
               {"etag", claim.etag()}});
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List claims, newest first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list, R"(case = "cases/…", grant = "grants/…", party = SELLER, state = OPEN, by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListClaimsRequest request;
    request.set_filter(flags->filter);
    v1::ListClaimsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListClaims"), request, &all,
                                   [](auto& page) { return page.mutable_claims(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table(
        {{"CLAIM"}, {"PARTY"}, {"STATE"}, {"AMOUNT", 0, true}, {"OUTSTANDING", 0, true}, {"CASE"}, {"APPEAL"}, {"CHARGED"}});
    for (const v1::Claim& claim : all.claims()) {
      table.Add({ShortName(claim.name()), client::Word(claim.party()), client::Word(claim.state()), ShowMoney(claim.amount()),
                 ShowMoney(claim.outstanding()), ShortName(claim.case_()),
                 claim.has_appeal() ? client::Word(claim.appeal().state()) : "", ShowTime(claim.charge_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a claim");
  auto name = std::make_shared<std::string>();
  get->add_option("CLAIM", *name, "As `claims list` shows it")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    v1::GetClaimRequest request;
    request.set_name(FullName(kClaims, *name));
    ASSIGN_OR_RETURN(const v1::Claim claim, cli.session().Call<v1::Claim>(absl::StrCat(kService, "GetClaim"), request));
    PrintClaim(cli, claim);
    return absl::OkStatus();
  });
}

// What all that change a claim have in common.
struct ChangeFlags {
  std::string name, etag, ground;
  int64_t minor = 0;
  std::string currency = "CNY";
  bool flag = false;
  RequestId request_id;
};

template <class Request>
absl::Status Send(Cli& cli, const std::string& method, ChangeFlags* flags, Request* request) {
  request->set_name(FullName(kClaims, flags->name));
  request->set_request_id(flags->request_id.Get());
  ASSIGN_OR_RETURN(const v1::Claim claim, cli.session().Call<v1::Claim>(absl::StrCat(kService, method), *request));
  PrintClaim(cli, claim);
  return absl::OkStatus();
}

std::shared_ptr<ChangeFlags> AddChangeFlags(CLI::App* command, bool etag) {
  auto flags = std::make_shared<ChangeFlags>();
  command->add_option("CLAIM", flags->name, "As `claims list` shows it")->required();
  if (etag) command->add_option("--etag", flags->etag, "Refuse if it changed since this etag was read");
  flags->request_id.AddTo(command);
  return flags;
}

void AddSettle(Cli& cli, CLI::App* group) {
  CLI::App* settle = group->add_subcommand("settle", "Enter what the party paid, or what it was paid back");
  auto flags = AddChangeFlags(settle, true);
  settle->add_option("--minor", flags->minor, "How much, in minor units: 100 is ¥1")->required();
  settle->add_option("--currency", flags->currency, "CNY by default");
  settle->add_flag("--repayment", flags->flag, "We paid back what was paid of a withdrawn claim");
  cli.Run(settle, [&cli, flags]() -> absl::Status {
    v1::RecordSettlementRequest request;
    request.set_etag(flags->etag);
    request.mutable_amount()->set_amount_minor(flags->minor);
    request.mutable_amount()->set_currency_code(flags->currency);
    request.set_repayment(flags->flag);
    return Send(cli, "RecordSettlement", flags.get(), &request);
  });
}

void AddWriteOff(Cli& cli, CLI::App* group) {
  CLI::App* write_off = group->add_subcommand("write-off", "Give up what is outstanding");
  auto flags = AddChangeFlags(write_off, true);
  cli.Run(write_off, [&cli, flags]() -> absl::Status {
    v1::WriteOffClaimRequest request;
    request.set_etag(flags->etag);
    return Send(cli, "WriteOffClaim", flags.get(), &request);
  });
}

void AddAppeal(Cli& cli, CLI::App* group) {
  CLI::App* appeal = group->add_subcommand("appeal", "Enter the party's appeal: once, within 30 days of the charge");
  auto flags = AddChangeFlags(appeal, false);
  appeal->add_option("--ground", flags->ground, "Why, as a word: PARCEL_NOT_OURS")->required();
  cli.Run(appeal, [&cli, flags]() -> absl::Status {
    v1::AppealChargeRequest request;
    request.set_ground(flags->ground);
    return Send(cli, "AppealCharge", flags.get(), &request);
  });
}

void AddDecide(Cli& cli, CLI::App* group) {
  CLI::App* decide = group->add_subcommand("decide", "Decide an appeal; not by whoever charged or brought it");
  auto flags = AddChangeFlags(decide, true);
  decide->add_flag("--upheld,!--rejected", flags->flag, "The party is right, and the claim is withdrawn; or it stands")
      ->required();
  decide->add_option("--ground", flags->ground, "Why, as a word: SCAN_AT_DEPOT")->required();
  cli.Run(decide, [&cli, flags]() -> absl::Status {
    v1::DecideAppealRequest request;
    request.set_etag(flags->etag);
    request.set_upheld(flags->flag);
    request.set_ground(flags->ground);
    return Send(cli, "DecideAppeal", flags.get(), &request);
  });
}

}  // namespace

void AddClaimCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("claims", "Who bears what was given");
  group->require_subcommand(1);
  AddList(cli, group);
  AddGet(cli, group);
  AddSettle(cli, group);
  AddWriteOff(cli, group);
  AddAppeal(cli, group);
  AddDecide(cli, group);
}

}  // namespace redress::ctl
