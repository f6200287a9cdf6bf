// redressctl submit: one complaint, from flags or from a file with the API's JSON.
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/time.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/files.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

using intake::v1::Complaint;

struct SubmitFlags {
  std::string file, channel, received_time, event_time, reply_token, language;
  std::string amount_currency = "CNY";
  int64_t amount_minor = -1;
  std::string text, remedy, customer, name, phone, email, address, product, seller, source, message_id, handle, permalink;
  int vip = 0;
  std::vector<std::string> orders;
  bool validate_only = false;
  RequestId request_id;
};

absl::Status BadFlag(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", message);
}

absl::Status SetTime(const std::string& flag, const std::string& text, google::protobuf::Timestamp* time) {
  const absl::StatusOr<BusinessTime> parsed = BusinessTime::ParseRfc3339(text);
  if (!parsed.ok()) return BadFlag(absl::StrCat(flag, ": ", parsed.status().message()));
  time->set_seconds(parsed->micros() / 1'000'000);
  time->set_nanos(static_cast<int32_t>(parsed->micros() % 1'000'000 * 1'000));
  return absl::OkStatus();
}

absl::Status SetChannel(const std::string& word, Complaint* complaint) {
  const auto channel = client::FromWord<type::v1::Channel>(word);
  if (!channel) {
    return BadFlag(absl::StrCat("--channel: one of ", absl::StrJoin(client::WordsOf(*type::v1::Channel_descriptor()), ", ")));
  }
  complaint->set_channel(*channel);
  return absl::OkStatus();
}

void SetCustomer(const SubmitFlags& flags, Complaint* complaint) {
  if (flags.customer.empty() && flags.name.empty() && flags.phone.empty() && flags.email.empty() && flags.address.empty() &&
      flags.vip == 0) {
    return;
  }
  intake::v1::Customer& customer = *complaint->mutable_customer();
  customer.set_id(flags.customer);
  customer.set_display_name(flags.name);
  customer.set_phone(flags.phone);
  customer.set_email(flags.email);
  customer.set_address(flags.address);
  customer.set_vip_level(flags.vip);
}

absl::StatusOr<Complaint> FromFlags(const SubmitFlags& flags) {
  Complaint complaint;
  RETURN_IF_ERROR(SetChannel(flags.channel, &complaint));
  complaint.set_text(flags.text);
  if (flags.text == "-") {
    ASSIGN_OR_RETURN(*complaint.mutable_text(), client::ReadFile("-"));
  }
  SetCustomer(flags, &complaint);
  complaint.set_remedy_sought(flags.remedy);
  for (const std::string& order : flags.orders) complaint.add_orders(order);
  if (flags.amount_minor >= 0) {
    complaint.mutable_amount_paid()->set_amount_minor(flags.amount_minor);
    complaint.mutable_amount_paid()->set_currency_code(flags.amount_currency);
  }
  complaint.set_product(flags.product);
  complaint.set_seller(flags.seller);
  complaint.set_language_code(flags.language);
  complaint.set_source(flags.source);
  complaint.set_source_message_id(flags.message_id);
  complaint.set_author_handle(flags.handle);
  complaint.set_permalink(flags.permalink);
  if (!flags.received_time.empty()) {
    RETURN_IF_ERROR(SetTime("--received-time", flags.received_time, complaint.mutable_received_time()));
  }
  if (!flags.event_time.empty()) RETURN_IF_ERROR(SetTime("--event-time", flags.event_time, complaint.mutable_event_time()));
  return complaint;
}

absl::StatusOr<Complaint> FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, client::ReadFile(path));
  Complaint complaint;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &complaint);
  if (!status.ok()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FILE",
                 absl::StrCat("--file: not a complaint as the API's JSON has it: ", std::string(status.message())));
  }
  return complaint;
}

absl::Status Submit(Cli& cli, SubmitFlags& flags) {
  if (flags.file.empty() && (flags.channel.empty() || flags.text.empty())) {
    return BadFlag("give --channel and --text, or --file with a complaint in JSON");
  }
  intake::v1::SubmitComplaintRequest request;
  ASSIGN_OR_RETURN(*request.mutable_complaint(), flags.file.empty() ? FromFlags(flags) : FromFile(flags.file));
  request.set_request_id(flags.request_id.Get());
  request.set_reply_token(flags.reply_token);
  request.set_validate_only(flags.validate_only);
  ASSIGN_OR_RETURN(const Complaint stored,
                   cli.session().Call<Complaint>("redress.intake.v1.IntakeService.SubmitComplaint", request));
  if (cli.json()) {
    PrintJson(stored);
  } else if (flags.validate_only) {
    std::cout << "valid; nothing was stored\n";
  } else {
    PrintFields({{"complaint", ShortName(stored.name())},
                 {"case", stored.same_matter() ? absl::StrCat(ShortName(stored.case_()), " (the same matter)") : ""},
                 {"missing", absl::StrJoin(stored.missing_information(), ", ")}});
  }
  return absl::OkStatus();
}

}  // namespace

void AddSubmitCommand(Cli& cli) {
  CLI::App* submit = cli.app().add_subcommand("submit", "Submit a complaint");
  auto flags = std::make_shared<SubmitFlags>();
  submit->add_option("--file", flags->file, "Complaint in the API's JSON; - reads standard input; replaces the flags below");
  submit->add_option("--channel", flags->channel, "APP, WEB, PLATFORM_ENTRY, CHAT, HOTLINE, EMAIL, SOCIAL, STORE, REGULATOR");
  submit->add_option("--text", flags->text, "What the customer said; - reads standard input");
  submit->add_option("--customer", flags->customer, "The platform's customer id");
  submit->add_option("--name", flags->name, "The customer's name");
  submit->add_option("--phone", flags->phone);
  submit->add_option("--email", flags->email);
  submit->add_option("--address", flags->address);
  submit->add_option("--vip", flags->vip, "VIP level, 0 to 3");
  submit->add_option("--order", flags->orders, "Order number; repeat for several")->delimiter(',');
  submit->add_option("--amount", flags->amount_minor, "Amount paid in minor units (fen)");
  submit->add_option("--currency", flags->amount_currency)->capture_default_str();
  submit->add_option("--remedy", flags->remedy, "The remedy sought (诉求)");
  submit->add_option("--product", flags->product);
  submit->add_option("--seller", flags->seller);
  submit->add_option("--received-time", flags->received_time, "RFC 3339; default: now");
  submit->add_option("--event-time", flags->event_time, "RFC 3339");
  submit->add_option("--language", flags->language, "zh-CN, en, …");
  submit->add_option("--source", flags->source, "Connector or mailbox that it came by");
  submit->add_option("--source-message-id", flags->message_id, "The same id again is the same complaint");
  submit->add_option("--author-handle", flags->handle, "SOCIAL: the author");
  submit->add_option("--permalink", flags->permalink, "SOCIAL: the post");
  submit->add_option("--reply-token", flags->reply_token, "This is an answer to the complaint of the token");
  submit->add_flag("--validate-only", flags->validate_only, "Check everything, store nothing");
  flags->request_id.AddTo(submit);
  cli.Run(submit, [&cli, flags] { return Submit(cli, *flags); });
}

}  // namespace redress::ctl
