#include <catch2/catch.hpp>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "libs/base/error.h"
#include "tools/redressctl/cli.h"
#include "tools/redressctl/completion.h"
#include "tools/redressctl/errors.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

// What `shell` says of a script that it only reads; 0: well-formed.
int SyntaxCheck(const std::string& shell, const std::string& script) {
  FILE* pipe = ::popen((shell + " -n").c_str(), "w");
  REQUIRE(pipe != nullptr);
  std::fwrite(script.data(), 1, script.size(), pipe);
  return ::pclose(pipe);
}

}  // namespace

TEST_CASE("Every kind of error has its exit code", "[redressctl]") {
  CHECK(ExitCodeOf(absl::OkStatus()) == 0);
  CHECK(ExitCodeOf(absl::InternalError("x")) == 1);
  CHECK(ExitCodeOf(Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "x")) == 2);
  CHECK(ExitCodeOf(absl::InvalidArgumentError("x")) == 3);
  CHECK(ExitCodeOf(absl::PermissionDeniedError("x")) == 4);
  CHECK(ExitCodeOf(absl::NotFoundError("x")) == 5);
  CHECK(ExitCodeOf(absl::AbortedError("x")) == 6);
  CHECK(ExitCodeOf(absl::UnavailableError("x")) == 7);
}

TEST_CASE("An error shows its reason, every field on a line of its own, and what to do", "[redressctl]") {
  Violations violations;
  violations.Add("complaint.text", "must not be empty");
  violations.Add("complaint.channel", "is required");
  std::ostringstream out;
  PrintError(out, violations.ToStatus(), /*json=*/false);
  CHECK(out.str().find("redressctl: INVALID_ARGUMENT (INVALID_FIELDS): ") == 0);
  CHECK(out.str().find("\n  complaint.text: must not be empty\n  complaint.channel: is required\n") != std::string::npos);
  std::ostringstream gone;
  PrintError(gone, Error(absl::StatusCode::kFailedPrecondition, "OFFER_GONE", "expired"), /*json=*/false);
  CHECK(gone.str().find("→ the offer expired") != std::string::npos);
}

TEST_CASE("The completion scripts are well-formed and know every command", "[redressctl]") {
  Cli cli;
  AddAllCommands(cli);
  const std::string bash = CompletionScript(cli.app(), "bash");
  CHECK(SyntaxCheck("bash", bash) == 0);
  for (const char* word :
       {"work-items",   "decide-triage", "--received-time", "parked",  "--json", "verify-audit", "complete-step", "delegate",
        "--on-silence", "quotes",        "grants",          "reverse", "ledger", "verify",       "--platform",    "budgets",
        "--month",      "clocks",        "--case",          "--why",   "claims", "write-off",    "--repayment",   "abuse"}) {
    for (const char* shell : {"bash", "zsh", "fish"}) {
      const std::string script = CompletionScript(cli.app(), shell);
      const std::string wanted = std::string(shell) == "fish" && word[0] == '-' ? std::string("-l ") + (word + 2) : word;
      INFO(shell << " " << wanted);
      CHECK(script.find(wanted) != std::string::npos);
    }
  }
}

TEST_CASE("The commands on cases refuse what cannot be meant before anything is sent", "[redressctl]") {
  struct Row {
    std::vector<std::string> words;
    int exit_code;
  };
  const auto row = GENERATE(
      Row{{"cases"}, 2}, Row{{"cases", "get"}, 2}, Row{{"cases", "advance", "c", "VERIFYING"}, 2},
      Row{{"cases", "advance", "c", "CLOSING", "--reason", "x"}, 2}, Row{{"cases", "check", "c", "ORDER", "PERHAPS"}, 2},
      Row{{"cases", "callback", "c", "BORED"}, 2}, Row{{"cases", "close", "c", "--not-a-complaint", "--finding", "PARTLY"}, 2},
      Row{{"cases", "quote", "c", "--claimed", "much"}, 2}, Row{{"cases", "quote", "c", "--line", "o-1/1:x"}, 2},
      Row{{"plans", "propose", "c"}, 2}, Row{{"plans", "propose", "c", "--owner", "a", "--step", "refund"}, 2},
      Row{{"plans", "answer", "c", "MAYBE"}, 2}, Row{{"approve"}, 2}, Row{{"approve", "delegate"}, 2},
      Row{{"approve", "delegate", "a", "--until", "soon"}, 2}, Row{{"policy", "evaluate"}, 2},
      Row{{"policy", "evaluate", "--fact", "l1"}, 2}, Row{{"policy", "evaluate", "--fact", "l1=A", "--file", "f"}, 2});
  std::vector<std::string> words = {"redressctl"};
  words.insert(words.end(), row.words.begin(), row.words.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  Cli cli;
  AddAllCommands(cli);
  CHECK(cli.Main(static_cast<int>(arguments.size()), arguments.data()) == row.exit_code);
}

TEST_CASE("Amounts are typed as people write them", "[redressctl]") {
  CHECK(MoneyFlag("--claimed", "12.30")->amount_minor() == 1230);
  CHECK(MoneyFlag("--claimed", "12")->amount_minor() == 1200);
  CHECK(MoneyFlag("--claimed", "12.30 usd")->currency_code() == "USD");
  CHECK(MoneyFlag("--claimed", "12.30")->currency_code() == "CNY");
  for (const char* wrong : {"", "12.3", "12.345", "-1", "1e3", ".50", "x", "9999999999999999"}) {
    INFO(wrong);
    CHECK_FALSE(MoneyFlag("--claimed", wrong).ok());
  }
}

TEST_CASE("What compensation refuses comes with what to do", "[redressctl]") {
  const auto advice = [](const absl::Status& status) {
    std::ostringstream out;
    PrintError(out, status, /*json=*/false);
    return out.str();
  };
  using Code = absl::StatusCode;
  CHECK(advice(Error(Code::kNotFound, "GRANT_NOT_FOUND", "x")).find("→ redressctl grants list") != std::string::npos);
  CHECK(advice(Error(Code::kNotFound, "QUOTATION_NOT_FOUND", "x")).find("→ redressctl grants get") != std::string::npos);
  CHECK(advice(Error(Code::kFailedPrecondition, "ILLEGAL_TRANSITION", "x")).find("→ read it again") != std::string::npos);
}

TEST_CASE("Faults in the books are told, and end the program with 1", "[redressctl]") {
  compensation::v1::VerifyLedgerResponse found;
  found.set_entry_count(7);
  CHECK(LedgerStatus(found).ok());
  found.add_faults()->set_reason("UNBALANCED");
  const absl::Status status = LedgerStatus(found);
  CHECK(ExitCodeOf(status) == 1);
  CHECK(ReasonOf(status) == "LEDGER_FAULTS");
}

TEST_CASE("Money below nothing keeps its sign", "[redressctl]") {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(-5);
  CHECK(ShowMoney(money) == "CNY -0.05");
  money.set_amount_minor(-1230);
  CHECK(ShowMoney(money) == "CNY -12.30");
  money.set_amount_minor(8000);
  CHECK(ShowMoney(money) == "CNY 80.00");
}

}  // namespace redress::ctl
