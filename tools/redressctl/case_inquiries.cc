// redressctl cases ask, answer, task, answer-task, quote: what is asked of parties, departments and the policy.
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "tools/redressctl/case_commands.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;

void AddAsk(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string party, question, due, silence;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* ask = AddCaseMove<v1::RequestEvidenceRequest>(
      cli, group, {"ask", "Ask a party for evidence; the case waits for it", "RequestEvidence"},
      [&cli, flags](v1::RequestEvidenceRequest* request) -> absl::Status {
        v1::EvidenceRequest& asked = *request->mutable_evidence_request();
        ASSIGN_OR_RETURN(const v1::Party party, WordFlag<v1::Party>("PARTY", flags->party));
        asked.set_party(party);
        asked.set_question(flags->question);
        asked.set_default_on_silence(flags->silence);
        if (flags->due.empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
        ASSIGN_OR_RETURN(*asked.mutable_due_time(), TimeFlag("--due", flags->due, now));
        return absl::OkStatus();
      });
  ask->add_option("PARTY", flags->party, "CUSTOMER, SELLER, CARRIER or SUPPLIER")->required();
  ask->add_option("QUESTION", flags->question, "For the party to read")->required();
  ask->add_option("--on-silence", flags->silence, "What is taken for true when nothing comes; told with the question")
      ->required();
  ask->add_option("--due", flags->due, "Until when: 24h, or a time; default: the policy's");
}

void AddAnswer(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string request, answer;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* answer = AddCaseMove<v1::AnswerEvidenceRequestRequest>(
      cli, group, {"answer", "Type in what a party answered to a request for evidence", "AnswerEvidenceRequest"},
      [flags](v1::AnswerEvidenceRequestRequest* request) {
        request->set_evidence_request(flags->request);
        request->set_answer(flags->answer);
        return absl::OkStatus();
      });
  answer->add_option("REQUEST", flags->request, "Which: e1, e2, …")->required();
  answer->add_option("ANSWER", flags->answer, "What was answered")->required();
}

void AddTask(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string department, contact, request, due;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* task = AddCaseMove<v1::AssignTaskRequest>(
      cli, group, {"task", "Give a department something to do; the case goes on", "AssignTask"},
      [&cli, flags](v1::AssignTaskRequest* request) -> absl::Status {
        v1::Task& given = *request->mutable_task();
        given.set_department(absl::AsciiStrToUpper(flags->department));
        given.set_contact(flags->contact);
        given.set_request(flags->request);
        if (flags->due.empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
        ASSIGN_OR_RETURN(*given.mutable_due_time(), TimeFlag("--due", flags->due, now));
        return absl::OkStatus();
      });
  task->add_option("DEPARTMENT", flags->department, "PRODUCT, SUPPLIER, WAREHOUSE, LOGISTICS, FINANCE, HR or LEGAL")->required();
  task->add_option("REQUEST", flags->request, "What is to be done; no personal data")->required();
  task->add_option("--contact", flags->contact, "Who there is asked: a function or staff id")->required();
  task->add_option("--due", flags->due, "Until when: 24h, or a time; default: the policy's");
}

void AddAnswerTask(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string task, answer;
  };
  auto flags = std::make_shared<Flags>();
  CLI::App* answer = AddCaseMove<v1::AnswerTaskRequest>(
      cli, group, {"answer-task", "Type in what a department answered", "AnswerTask"}, [flags](v1::AnswerTaskRequest* request) {
        request->set_task(flags->task);
        request->set_answer(flags->answer);
        return absl::OkStatus();
      });
  answer->add_option("TASK", flags->task, "Which: t1, t2, …")->required();
  answer->add_option("ANSWER", flags->answer, "What was answered")->required();
}

struct QuoteFlags {
  std::string name, cause, claimed;
  std::vector<std::string> lines, findings;
  RequestId request_id;
};

// `ORDER`, `ORDER/LINE` or `ORDER/LINE:PIECES`.
absl::StatusOr<compensation::v1::OrderLineRef> LineFlag(const std::string& text) {
  const std::string bare = ShortName(FullName("orders/", text));
  const std::pair<std::string, std::string> order = absl::StrSplit(bare, absl::MaxSplits('/', 1));
  const std::pair<std::string, std::string> line = absl::StrSplit(order.second, absl::MaxSplits(':', 1));
  int32_t pieces = 0;
  if (!line.second.empty() && !absl::SimpleAtoi(line.second, &pieces))
    return BadFlag("--line", "ORDER, ORDER/LINE or ORDER/LINE:PIECES");
  compensation::v1::OrderLineRef ref;
  ref.set_order(absl::StrCat("orders/", order.first));
  ref.set_line(line.first);
  ref.set_quantity(pieces);
  return ref;
}

absl::Status Quote(Cli& cli, QuoteFlags& flags) {
  v1::QuoteCaseRequest request;
  request.set_name(FullName(kCases, flags.name));
  if (!flags.cause.empty()) *request.mutable_cause() = TagFlag(flags.cause);
  for (const std::string& line : flags.lines) {
    ASSIGN_OR_RETURN(*request.add_lines(), LineFlag(line));
  }
  for (const std::string& finding : flags.findings) request.add_findings(finding);
  if (!flags.claimed.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_claimed(), MoneyFlag("--claimed", flags.claimed));
  }
  request.set_request_id(flags.request_id.Get());
  ASSIGN_OR_RETURN(const compensation::v1::Quotation quotation,
                   cli.session().Call<compensation::v1::Quotation>(absl::StrCat(kCasework, "QuoteCase"), request));
  PrintQuotation(cli, quotation);
  return absl::OkStatus();
}

void AddQuote(Cli& cli, CLI::App* group) {
  CLI::App* quote = group->add_subcommand("quote", "What the policy offers for the case; a plan's REMEDY steps name its options");
  auto flags = std::make_shared<QuoteFlags>();
  quote->add_option("CASE", flags->name, "Case number")->required();
  quote->add_option("--cause", flags->cause, "L1/L2; default: the tag of record");
  quote->add_option("--line", flags->lines, "ORDER, ORDER/LINE or ORDER/LINE:PIECES; default: all lines of the case's orders")
      ->allow_extra_args(false);
  quote->add_option("--finding", flags->findings, "counterfeit, unsafe_food or seven_day_return")->allow_extra_args(false);
  quote->add_option("--claimed", flags->claimed, "What was charged too much, for OVERCHARGED: 12.30");
  flags->request_id.AddTo(quote);
  cli.Run(quote, [&cli, flags] { return Quote(cli, *flags); });
}

}  // namespace

void AddCaseInquiries(Cli& cli, CLI::App* group) {
  AddAsk(cli, group);
  AddAnswer(cli, group);
  AddTask(cli, group);
  AddAnswerTask(cli, group);
  AddQuote(cli, group);
}

}  // namespace redress::ctl
