#include "libs/rpc/request_hash.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <array>
#include <memory>

#include "libs/base/error.h"

namespace redress::rpc {
namespace {

const google::protobuf::FieldDescriptor* RequestIdField(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  const bool text = field != nullptr && !field->is_repeated() && field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
  return text ? field : nullptr;
}

std::string Serialize(const google::protobuf::Message& request) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);  // maps in the order of their keys
  request.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace

std::string RequestHash(const google::protobuf::Message& request) {
  std::string bytes;
  if (const auto* field = RequestIdField(request); field != nullptr) {
    const std::unique_ptr<google::protobuf::Message> copy(request.New());
    copy->CopyFrom(request);
    copy->GetReflection()->ClearField(copy.get(), field);
    bytes = Serialize(*copy);
  } else {
    bytes = Serialize(request);
  }
  const std::string& type = request.GetDescriptor()->full_name();
  std::string hash(32, '\0');
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(type.data()), type.size() + 1);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
  return hash;
}

absl::StatusOr<Uuid> RequireRequestId(const google::protobuf::Message& request) {
  if (const auto* field = RequestIdField(request); field != nullptr) {
    std::string scratch;
    auto id = Uuid::Parse(request.GetReflection()->GetStringReference(request, field, &scratch));
    if (id.ok()) return id;
  }
  Violations violations;
  violations.Add("request_id", "a UUID is required");
  return violations.ToStatus();
}

}  // namespace redress::rpc
