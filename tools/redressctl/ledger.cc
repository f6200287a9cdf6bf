// redressctl ledger entries, accounts, verify, budgets: the books of what was given.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;
constexpr char kService[] = "redress.compensation.v1.CompensationService.";

type::v1::Money Less(const type::v1::Money& from, const type::v1::Money& what) {
  type::v1::Money left = from;
  left.set_amount_minor(from.amount_minor() - what.amount_minor());
  return left;
}

void AddEntries(Cli& cli, CLI::App* group) {
  CLI::App* entries = group->add_subcommand("entries", "List the entries, oldest first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(entries, R"(grant = "grants/…", account = "accounts/…", by AND)");
  cli.Run(entries, [&cli, flags]() -> absl::Status {
    v1::ListLedgerEntriesRequest request;
    request.set_filter(flags->filter);
    v1::ListLedgerEntriesResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListLedgerEntries"), request, &all,
                                   [](auto& page) { return page.mutable_ledger_entries(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"ENTRY", 0, true}, {"TIME"}, {"WHAT"}, {"DEBIT"}, {"CREDIT"}, {"AMOUNT", 0, true}, {"GRANT"}});
    for (const v1::LedgerEntry& entry : all.ledger_entries()) {
      table.Add({ShortName(entry.name()), ShowTime(entry.create_time()), entry.reason(), ShortName(entry.debit_account()),
                 ShortName(entry.credit_account()), ShowMoney(entry.amount()), ShortName(entry.grant())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddAccounts(Cli& cli, CLI::App* group) {
  CLI::App* accounts = group->add_subcommand("accounts", "The accounts with what was charged and credited to each");
  cli.Run(accounts, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ListAccountsResponse all, cli.session().Call<v1::ListAccountsResponse>(
                                                             absl::StrCat(kService, "ListAccounts"), v1::ListAccountsRequest()));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"ACCOUNT"}, {"DEBITS", 0, true}, {"CREDITS", 0, true}, {"DEBITS LESS CREDITS", 0, true}});
    for (const v1::Account& account : all.accounts()) {
      table.Add({ShortName(account.name()), ShowMoney(account.debits()), ShowMoney(account.credits()),
                 ShowMoney(Less(account.debits(), account.credits()))});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddVerify(Cli& cli, CLI::App* group) {
  CLI::App* verify =
      group->add_subcommand("verify", "Recompute the books and say what does not agree; exit status 1 if anything");
  auto ask_platform = std::make_shared<bool>(false);
  verify->add_flag("--platform", *ask_platform, "Compare with the shop's own books too; takes longer, see --timeout");
  cli.Run(verify, [&cli, ask_platform]() -> absl::Status {
    v1::VerifyLedgerRequest request;
    request.set_ask_platform(*ask_platform);
    ASSIGN_OR_RETURN(const v1::VerifyLedgerResponse found,
                     cli.session().Call<v1::VerifyLedgerResponse>(absl::StrCat(kService, "VerifyLedger"), request));
    if (cli.json()) {
      PrintJson(found);
    } else {
      std::cout << "looked at " << found.entry_count() << " entries of " << found.grant_count() << " grants"
                << (*ask_platform ? ", and at the shop's books" : "") << "; " << found.link_count() << " links, "
                << found.seal_count() << " seals\n";
      if (found.has_last_seal()) std::cout << "seal of " << found.last_seal().day() << ": " << found.last_seal().hash() << "\n";
      client::Table table({{"FAULT"}, {"SUBJECT"}, {"WHAT", 100}});
      for (const v1::LedgerFault& fault : found.faults()) {
        table.Add({client::Cell(fault.reason(), client::Colour::kRed), fault.subject(), fault.message()});
      }
      if (table.empty()) {
        std::cout << "everything agrees\n";
      } else {
        PrintTable(table);
      }
    }
    return LedgerStatus(found);
  });
}

void AddBudgets(Cli& cli, CLI::App* group) {
  CLI::App* budgets = group->add_subcommand("budgets", "What each budget of a month has, and what is taken of it");
  auto month = std::make_shared<std::string>();
  budgets->add_option("--month", *month, "2026-11; the present one by default");
  cli.Run(budgets, [&cli, month]() -> absl::Status {
    v1::ListBudgetsRequest request;
    request.set_month(*month);
    ASSIGN_OR_RETURN(const v1::ListBudgetsResponse all,
                     cli.session().Call<v1::ListBudgetsResponse>(absl::StrCat(kService, "ListBudgets"), request));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"BUDGET"}, {"LIMIT", 0, true}, {"USED", 0, true}, {"LEFT", 0, true}, {"USED %", 0, true}});
    for (const v1::Budget& budget : all.budgets()) {
      const int64_t limit = budget.limit().amount_minor();
      table.Add({ShortName(budget.name()), ShowMoney(budget.limit()), ShowMoney(budget.used()),
                 ShowMoney(Less(budget.limit(), budget.used())),
                 limit == 0 ? "" : absl::StrFormat("%.1f", 100.0 * static_cast<double>(budget.used().amount_minor()) / limit)});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status LedgerStatus(const v1::VerifyLedgerResponse& found) {
  if (found.faults().empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "LEDGER_FAULTS", absl::StrCat(found.faults_size(), " faults in the books"));
}

void AddLedgerCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("ledger", "The books of what was given");
  group->require_subcommand(1);
  AddEntries(cli, group);
  AddAccounts(cli, group);
  AddVerify(cli, group);
  AddBudgets(cli, group);
}

}  // namespace redress::ctl
