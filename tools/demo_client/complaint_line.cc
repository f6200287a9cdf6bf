#include "tools/demo_client/complaint_line.h"

#include <openssl/sha.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "tools/client/words.h"

namespace redress::demo {
namespace {

using Json = nlohmann::json;
using Problems = std::vector<FieldViolation>;

// Reads fields of one object, noting every one of a wrong type. `prefix` names the object in problems (`customer.`).
class Fields {
 public:
  Fields(const Json& object, std::string prefix, Problems* problems)
      : object_(object), prefix_(std::move(prefix)), problems_(problems) {}

  const Json* Find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  std::string Text(const char* name) const {
    const Json* value = Find(name);
    if (value == nullptr) return "";
    if (value->is_string()) return value->get<std::string>();
    Bad(name, "must be a text");
    return "";
  }
  absl::optional<int64_t> Number(const char* name, const char* rule) const {
    const Json* value = Find(name);
    if (value == nullptr) return absl::nullopt;
    const bool fits =
        value->is_number_integer() &&
        !(value->is_number_unsigned() && value->get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()));
    if (fits) return value->get<int64_t>();
    Bad(name, rule);
    return absl::nullopt;
  }
  // The object or list of that name; null where it is not there or of another type.
  const Json* Object(const char* name) const { return Typed(name, &Json::is_object, "must be an object"); }
  const Json* List(const char* name) const { return Typed(name, &Json::is_array, "must be a list"); }
  void Bad(absl::string_view name, absl::string_view description) const {
    problems_->push_back({absl::StrCat(prefix_, name), std::string(description)});
  }

 private:
  const Json* Typed(const char* name, bool (Json::*is)() const noexcept, const char* rule) const {
    const Json* value = Find(name);
    if (value == nullptr || (value->*is)()) return value;
    Bad(name, rule);
    return nullptr;
  }
  const Json& object_;
  const std::string prefix_;
  Problems* const problems_;
};

std::vector<std::string> TextsOf(const Fields& fields, const char* name) {
  std::vector<std::string> texts;
  const Json* list = fields.List(name);
  for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const Json& item = (*list)[i];
    if (item.is_string()) {
      texts.push_back(item.get<std::string>());
    } else {
      fields.Bad(absl::StrCat(name, "[", i, "]"), "must be a text");
    }
  }
  return texts;
}

void ReadChannel(const Fields& fields, intake::v1::Complaint* complaint) {
  const std::string words = absl::StrJoin(client::WordsOf(*type::v1::Channel_descriptor()), ", ");
  if (fields.Find("channel") == nullptr) {
    fields.Bad("channel", absl::StrCat("is required: one of ", words));
    return;
  }
  if (!fields.Find("channel")->is_string()) {
    fields.Bad("channel", absl::StrCat("must be one of ", words));
    return;
  }
  if (const auto channel = client::FromWord<type::v1::Channel>(fields.Text("channel"))) {
    complaint->set_channel(*channel);
  } else {
    fields.Bad("channel", absl::StrCat("must be one of ", words));
  }
}

void ReadTime(const Fields& fields, const char* name, google::protobuf::Timestamp* (intake::v1::Complaint::*time)(),
              intake::v1::Complaint* complaint) {
  const std::string text = fields.Text(name);
  if (text.empty()) return;
  const absl::StatusOr<BusinessTime> parsed = BusinessTime::ParseRfc3339(text);
  if (!parsed.ok()) {
    fields.Bad(name, "must be a time such as 2026-11-22T08:27:00+08:00");
    return;
  }
  google::protobuf::Timestamp& target = *(complaint->*time)();
  const int64_t micros = parsed->micros();
  const int64_t seconds = micros >= 0 ? micros / 1'000'000 : (micros - 999'999) / 1'000'000;
  target.set_seconds(seconds);
  target.set_nanos(static_cast<int32_t>((micros - seconds * 1'000'000) * 1'000));
}

void ReadCustomer(const Fields& fields, Problems* problems, intake::v1::Complaint* complaint) {
  const Json* object = fields.Object("customer");
  if (object == nullptr || object->empty()) return;
  const Fields inner(*object, "customer.", problems);
  intake::v1::Customer& customer = *complaint->mutable_customer();
  customer.set_id(inner.Text("id"));
  customer.set_display_name(inner.Text("name"));
  customer.set_phone(inner.Text("phone"));
  customer.set_email(inner.Text("email"));
  customer.set_address(inner.Text("address"));
  const auto level = inner.Number("vip_level", "must be a whole number, 0 to 3");
  if (!level) return;
  if (*level < std::numeric_limits<int32_t>::min() || *level > std::numeric_limits<int32_t>::max()) {
    inner.Bad("vip_level", "must be a whole number, 0 to 3");
  } else {
    customer.set_vip_level(static_cast<int32_t>(*level));
  }
}

void ReadMoney(const Fields& fields, intake::v1::Complaint* complaint) {
  const auto amount = fields.Number("amount_paid_minor", "must be a whole number of minor units (fen, cents)");
  const std::string currency = fields.Text("currency_code");
  if (!amount) return;
  complaint->mutable_amount_paid()->set_amount_minor(*amount);
  complaint->mutable_amount_paid()->set_currency_code(currency.empty() ? "CNY" : currency);
}

void ReadEvidence(const Fields& fields, Problems* problems, intake::v1::Complaint* complaint) {
  const Json* list = fields.List("evidence");
  for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (!(*list)[i].is_object()) {
      fields.Bad(absl::StrCat("evidence[", i, "]"), "must be an object with uri, media_type, size_bytes, sha256");
      continue;
    }
    const Fields inner((*list)[i], absl::StrCat("evidence[", i, "]."), problems);
    intake::v1::Evidence& evidence = *complaint->add_evidence();
    evidence.set_uri(inner.Text("uri"));
    evidence.set_media_type(inner.Text("media_type"));
    evidence.set_size_bytes(inner.Number("size_bytes", "must be a whole number of bytes").value_or(0));
    evidence.set_sha256(inner.Text("sha256"));
  }
}

Gold ReadGold(const Fields& fields, Problems* problems) {
  Gold gold;
  const Json* object = fields.Object("gold");
  if (object == nullptr) return gold;
  const Fields inner(*object, "gold.", problems);
  gold.l1 = inner.Text("l1");
  gold.l2 = inner.Text("l2");
  gold.severity = inner.Text("severity");
  gold.also = TextsOf(inner, "also");
  const Json* is_complaint = inner.Find("is_complaint");
  if (is_complaint != nullptr && is_complaint->is_boolean()) gold.is_complaint = is_complaint->get<bool>();
  if (is_complaint != nullptr && !is_complaint->is_boolean()) inner.Bad("is_complaint", "must be true or false");
  return gold;
}

}  // namespace

std::string UuidOf(absl::string_view text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  Uuid::Bytes bytes;
  std::copy_n(digest, bytes.size(), bytes.begin());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x80);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  return Uuid(bytes).ToString();
}

std::string FieldInFile(absl::string_view server_field) {
  absl::ConsumePrefix(&server_field, "complaint.");
  return absl::StrReplaceAll(server_field, {{"customer.display_name", "customer.name"},
                                            {"amount_paid.amount_minor", "amount_paid_minor"},
                                            {"amount_paid.currency_code", "currency_code"}});
}

ComplaintLine ReadComplaintLine(const InputLine& line, absl::string_view file) {
  ComplaintLine read;
  read.number = line.number;
  read.request_id = UuidOf(absl::StrCat("redress demo\n", file, "\n", line.number, "\n", line.raw));
  if (!line.problem.empty()) {
    read.problems.push_back({"", line.problem});
    return read;
  }
  const Fields fields(line.fields, "", &read.problems);
  intake::v1::Complaint& complaint = read.complaint;
  ReadChannel(fields, &complaint);
  complaint.set_text(fields.Text("text"));
  if (fields.Find("text") == nullptr) fields.Bad("text", "is required");
  ReadTime(fields, "received_time", &intake::v1::Complaint::mutable_received_time, &complaint);
  ReadTime(fields, "event_time", &intake::v1::Complaint::mutable_event_time, &complaint);
  ReadCustomer(fields, &read.problems, &complaint);
  for (std::string& order : TextsOf(fields, "orders")) complaint.add_orders(std::move(order));
  ReadMoney(fields, &complaint);
  complaint.set_remedy_sought(fields.Text("remedy_sought"));
  ReadEvidence(fields, &read.problems, &complaint);
  complaint.set_source_message_id(fields.Text("source_message_id"));
  read.gold = ReadGold(fields, &read.problems);
  return read;
}

}  // namespace redress::demo
