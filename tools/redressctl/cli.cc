#include "tools/redressctl/cli.h"

#include <iostream>
#include <utility>

#include "libs/base/error.h"
#include "tools/redressctl/errors.h"

namespace redress::ctl {
namespace {

constexpr char kFooter[] =
    R"(Where the suite is: the flags, else the environment (REDRESS_GATEWAY, REDRESS_INTAKE_GRPC, …), else stack.env of the
stack that `tools/stack up` started (--stack NAME, $REDRESS_STACK). Tokens: --token, else --as, else the stack's
ready-made one of a role that may call the method (--role chooses).

Exit codes: 0 done · 1 internal or unknown error, faults in the books, facts that differ · 2 wrong command line · 3 unacceptable field or file · 4 not allowed ·
5 not found · 6 conflict with the present state · 7 unavailable, try again.

Examples:
  redressctl submit --channel APP --text '快递三天没动静' --customer u-1 --order o-1
  redressctl complaints get 261122-00000001-23 --full --reason '回访'
  redressctl work-items list --filter 'state = QUEUED'
  redressctl --as agents/a-wang-lei work-items accept 261122-00000001-23-1
  redressctl cases get 261122-00000001-23
  redressctl --as agents/a-wang-lei plans propose 261122-00000001-23 --step 'remedy q-1/2' --step 'apology 抱歉让您久等了'
  redressctl grants list --filter 'case = "cases/261122-00000001-23"'
  redressctl ledger verify --platform
  redressctl kpis --since 7d --by TEAM
  redressctl events follow intake
  source <(redressctl completion bash))";

}  // namespace

Cli::Cli() : app_("redressctl talks to the Redress complaint suite.", "redressctl") {
  client::SessionFlags& flags = session_.flags();
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.add_flag("--json", json_, "Print JSON (the messages of the API) instead of tables");
  app_.add_option("--stack", flags.stack, "Name of a stack, or path of its stack.env");
  app_.add_option("--gateway", flags.gateway, "http://HOST:PORT of the gateway");
  app_.add_option("--intake", flags.intake, "HOST:PORT of intake, past the gateway");
  app_.add_option("--classification", flags.classification, "HOST:PORT of classification, past the gateway");
  app_.add_option("--routing", flags.routing, "HOST:PORT of routing, past the gateway");
  app_.add_option("--casework", flags.casework, "HOST:PORT of casework, past the gateway");
  app_.add_option("--compensation", flags.compensation, "HOST:PORT of compensation, past the gateway");
  app_.add_option("--sla", flags.sla, "HOST:PORT of sla, past the gateway");
  app_.add_option("--outreach", flags.outreach, "HOST:PORT of outreach, past the gateway");
  app_.add_option("--analytics", flags.analytics, "HOST:PORT of analytics, past the gateway");
  app_.add_option("--token", flags.token, "File with a token; - reads it from standard input")->envname("REDRESS_TOKEN_FILE");
  app_.add_option("--as", flags.as, "Act as this subject (agents/a-wang-lei), with a token minted by the stack's key");
  app_.add_option("--role", flags.roles, "Roles of --as, or the role whose ready-made token is used")->delimiter(',');
  app_.add_option("--timeout", flags.timeout, "Deadline of one call")->capture_default_str();
}

void Cli::Run(CLI::App* command, std::function<absl::Status()> body) {
  command->callback([this, body = std::move(body)] { result_.Update(body()); });
}

int Cli::Main(int argc, char** argv) {
  app_.footer(kFooter);  // set last: commands that were added before do not repeat it
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (!result_.ok()) PrintError(std::cerr, result_, json_);
  return ExitCodeOf(result_);
}

int ExitCodeOf(const absl::Status& status) {
  if (ReasonOf(status) == "INVALID_FLAG") return kExitUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kExitInvalid;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kExitForbidden;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kFailedPrecondition:
      return kExitConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kExitUnavailable;
    default:
      return kExitInternal;
  }
}

}  // namespace redress::ctl
