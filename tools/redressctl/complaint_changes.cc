// redressctl complaints add-contact, add-evidence, unlink: what may be added to a complaint or undone.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/files.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = intake::v1;
constexpr char kService[] = "redress.intake.v1.IntakeService.";
constexpr char kCollection[] = "complaints/";

struct ContactFlags {
  std::string number, kind = "MESSAGE", channel, text, source, message_id;
  RequestId request_id;
};

absl::Status AddContact(Cli& cli, ContactFlags& flags) {
  v1::AddContactRequest request;
  request.set_parent(FullName(kCollection, flags.number));
  v1::Contact& contact = *request.mutable_contact();
  ASSIGN_OR_RETURN(const v1::ContactKind kind, WordFlag<v1::ContactKind>("--kind", flags.kind));
  ASSIGN_OR_RETURN(const type::v1::Channel channel, WordFlag<type::v1::Channel>("--channel", flags.channel));
  contact.set_kind(kind);
  contact.set_channel(channel);
  contact.set_text(flags.text);
  if (flags.text == "-") {
    ASSIGN_OR_RETURN(*contact.mutable_text(), client::ReadFile("-"));
  }
  contact.set_source(flags.source);
  contact.set_source_message_id(flags.message_id);
  request.set_request_id(flags.request_id.Get());
  ASSIGN_OR_RETURN(const v1::Contact stored, cli.session().Call<v1::Contact>(absl::StrCat(kService, "AddContact"), request));
  if (cli.json()) {
    PrintJson(stored);
  } else {
    std::cout << stored.name() << "\n";
  }
  return absl::OkStatus();
}

void AddAddContact(Cli& cli, CLI::App* group) {
  CLI::App* add = group->add_subcommand("add-contact", "Add a message, an answer or an urge (催办)");
  auto flags = std::make_shared<ContactFlags>();
  add->add_option("NUMBER", flags->number, "Complaint number")->required();
  add->add_option("--kind", flags->kind, "MESSAGE, URGE, ANSWER")->capture_default_str();
  add->add_option("--channel", flags->channel, "APP, WEB, …")->required();
  add->add_option("--text", flags->text, "What was said; - reads standard input")->required();
  add->add_option("--source", flags->source);
  add->add_option("--source-message-id", flags->message_id);
  flags->request_id.AddTo(add);
  cli.Run(add, [&cli, flags] { return AddContact(cli, *flags); });
}

struct EvidenceFlags {
  std::string number, uri, media_type, sha256;
  int64_t size_bytes = 0;
  RequestId request_id;
};

absl::Status AddEvidence(Cli& cli, EvidenceFlags& flags) {
  v1::AddEvidenceRequest request;
  request.set_parent(FullName(kCollection, flags.number));
  v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_uri(flags.uri);
  evidence.set_media_type(flags.media_type);
  evidence.set_size_bytes(flags.size_bytes);
  evidence.set_sha256(flags.sha256);
  request.set_request_id(flags.request_id.Get());
  ASSIGN_OR_RETURN(const v1::Evidence stored, cli.session().Call<v1::Evidence>(absl::StrCat(kService, "AddEvidence"), request));
  if (cli.json()) {
    PrintJson(stored);
  } else {
    std::cout << stored.name() << "\n";
  }
  return absl::OkStatus();
}

void AddAddEvidence(Cli& cli, CLI::App* group) {
  CLI::App* add = group->add_subcommand("add-evidence", "Add a reference to an object of the object store");
  auto flags = std::make_shared<EvidenceFlags>();
  add->add_option("NUMBER", flags->number, "Complaint number")->required();
  add->add_option("--uri", flags->uri, "s3://bucket/key, https://…")->required();
  add->add_option("--media-type", flags->media_type, "image/jpeg, …")->required();
  add->add_option("--size", flags->size_bytes, "Bytes")->required();
  add->add_option("--sha256", flags->sha256, "64 hexadecimal digits")->required();
  flags->request_id.AddTo(add);
  cli.Run(add, [&cli, flags] { return AddEvidence(cli, *flags); });
}

void AddUnlink(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string number, etag, reason;
    RequestId request_id;
  };
  CLI::App* unlink = group->add_subcommand("unlink", "Undo \"the same matter again\": the complaint becomes a case of its own");
  auto flags = std::make_shared<Flags>();
  unlink->add_option("NUMBER", flags->number, "Complaint number")->required();
  unlink->add_option("--reason", flags->reason, "Why")->required();
  unlink->add_option("--etag", flags->etag, "Refuse if it changed since this etag was read");
  flags->request_id.AddTo(unlink);
  cli.Run(unlink, [&cli, flags]() -> absl::Status {
    v1::UnlinkComplaintRequest request;
    request.set_name(FullName(kCollection, flags->number));
    request.set_reason(flags->reason);
    request.set_etag(flags->etag);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::Complaint complaint,
                     cli.session().Call<v1::Complaint>(absl::StrCat(kService, "UnlinkComplaint"), request));
    if (cli.json()) {
      PrintJson(complaint);
    } else {
      std::cout << "case: " << ShortName(complaint.case_()) << "\n";
    }
    return absl::OkStatus();
  });
}

}  // namespace

void AddComplaintChanges(Cli& cli, CLI::App* group) {
  AddAddContact(cli, group);
  AddAddEvidence(cli, group);
  AddUnlink(cli, group);
}

}  // namespace redress::ctl
