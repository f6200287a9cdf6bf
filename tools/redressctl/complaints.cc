// redressctl complaints …: read them, add to them, undo a link.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = intake::v1;
constexpr char kService[] = "redress.intake.v1.IntakeService.";
constexpr char kCollection[] = "complaints/";

struct ReadFlags {
  std::string number, reason;
  bool full = false;

  void AddTo(CLI::App* command) {
    command->add_option("NUMBER", number, "Complaint number")->required();
    command->add_flag("--full", full, "Show personal data; the reading is recorded");
    command->add_option("--reason", reason, "Why personal data is read; needed with --full");
  }
  template <class Request>
  void Fill(Request* request) const {
    request->set_view(full ? v1::COMPLAINT_VIEW_FULL : v1::COMPLAINT_VIEW_MASKED);
    request->set_read_reason(reason);
  }
};

void PrintComplaint(const v1::Complaint& c) {
  PrintFields({{"complaint", ShortName(c.name())},
               {"case", absl::StrCat(ShortName(c.case_()), c.same_matter() ? " (the same matter again)" : "")},
               {"channel", client::Word(c.channel())},
               {"received", ShowTime(c.received_time())},
               {"happened", ShowTime(c.event_time())},
               {"customer", absl::StrCat(c.customer().id(), " ", c.customer().display_name())},
               {"phone", c.customer().phone()},
               {"email", c.customer().email()},
               {"address", c.customer().address()},
               {"vip level", c.customer().vip_level() == 0 ? "" : absl::StrCat(c.customer().vip_level())},
               {"orders", absl::StrJoin(c.orders(), ", ")},
               {"paid", ShowMoney(c.amount_paid())},
               {"product", c.product()},
               {"seller", c.seller()},
               {"remedy", c.remedy_sought()},
               {"evidence", c.evidence().empty() ? "" : absl::StrCat(c.evidence_size())},
               {"missing", absl::StrJoin(c.missing_information(), ", ")},
               {"source", absl::StrCat(c.source(), " ", c.source_message_id())},
               {"submitter", c.submitter()},
               {"etag", c.etag()},
               {"text", c.text()}});
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a complaint");
  auto flags = std::make_shared<ReadFlags>();
  flags->AddTo(get);
  cli.Run(get, [&cli, flags]() -> absl::Status {
    v1::GetComplaintRequest request;
    request.set_name(FullName(kCollection, flags->number));
    flags->Fill(&request);
    ASSIGN_OR_RETURN(const v1::Complaint complaint,
                     cli.session().Call<v1::Complaint>(absl::StrCat(kService, "GetComplaint"), request));
    cli.json() ? PrintJson(complaint) : PrintComplaint(complaint);
    return absl::OkStatus();
  });
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List complaints, newest first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list, R"(channel = APP, case = "cases/…", customer = "u-1", order = "o-1", received_time >= "…", joined by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListComplaintsRequest request;
    request.set_filter(flags->filter);
    v1::ListComplaintsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListComplaints"), request, &all,
                                   [](auto& page) { return page.mutable_complaints(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"NUMBER"}, {"RECEIVED"}, {"CHANNEL"}, {"CUSTOMER", 20}, {"ORDERS", 24}, {"PAID", 0, true}, {"CASE"}});
    for (const v1::Complaint& c : all.complaints()) {
      table.Add({ShortName(c.name()), ShowTime(c.received_time()), client::Word(c.channel()), c.customer().id(),
                 absl::StrJoin(c.orders(), " "), ShowMoney(c.amount_paid()), c.same_matter() ? ShortName(c.case_()) : "own"});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddContacts(Cli& cli, CLI::App* group) {
  CLI::App* contacts = group->add_subcommand("contacts", "The messages that were added to a complaint");
  auto read = std::make_shared<ReadFlags>();
  auto flags = std::make_shared<ListFlags>();
  read->AddTo(contacts);
  flags->AddTo(contacts, "");
  cli.Run(contacts, [&cli, read, flags]() -> absl::Status {
    v1::ListContactsRequest request;
    request.set_parent(FullName(kCollection, read->number));
    read->Fill(&request);
    v1::ListContactsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListContacts"), request, &all,
                                   [](auto& page) { return page.mutable_contacts(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"RECEIVED"}, {"KIND"}, {"CHANNEL"}, {"SUBMITTER"}, {"TEXT", 60}});
    for (const v1::Contact& c : all.contacts()) {
      table.Add({ShowTime(c.received_time()), client::Word(c.kind()), client::Word(c.channel()), c.submitter(), c.text()});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddEvidence(Cli& cli, CLI::App* group) {
  CLI::App* evidence = group->add_subcommand("evidence", "The evidence of a complaint");
  auto read = std::make_shared<ReadFlags>();
  auto flags = std::make_shared<ListFlags>();
  read->AddTo(evidence);
  flags->AddTo(evidence, "");
  cli.Run(evidence, [&cli, read, flags]() -> absl::Status {
    v1::ListEvidenceRequest request;
    request.set_parent(FullName(kCollection, read->number));
    read->Fill(&request);
    v1::ListEvidenceResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListEvidence"), request, &all,
                                   [](auto& page) { return page.mutable_evidence(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"ADDED"}, {"ADDER"}, {"TYPE"}, {"BYTES", 0, true}, {"SHA256", 16}, {"URI", 60}});
    for (const v1::Evidence& e : all.evidence()) {
      table.Add({ShowTime(e.create_time()), e.adder(), e.media_type(), absl::StrCat(e.size_bytes()), e.sha256(), e.uri()});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddComplaintCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("complaints", "Complaints as received");
  group->require_subcommand(1);
  AddGet(cli, group);
  AddList(cli, group);
  AddContacts(cli, group);
  AddEvidence(cli, group);
  AddComplaintChanges(cli, group);
}

}  // namespace redress::ctl
