#include "tools/client/session.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>

#include <array>
#include <filesystem>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/status.h"
#include "redress/auth/v1/auth.pb.h"
#include "tools/client/files.h"
#include "tools/client/keys.h"

namespace redress::client {
namespace {

using auth::v1::Role;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Which ready-made token is taken where a method allows several roles: whoever sees most first.
constexpr std::array kPreferred = {auth::v1::ROLE_SUPERVISOR, auth::v1::ROLE_MANAGER, auth::v1::ROLE_ADMIN,
                                   auth::v1::ROLE_AUDITOR,    auth::v1::ROLE_BACKEND, auth::v1::ROLE_CONNECTOR,
                                   auth::v1::ROLE_SPECIALIST};

std::string NameOf(Role role) {
  return std::string(absl::StripPrefix(Role_Name(role), "ROLE_"));
}

// `redress.intake.v1.IntakeService` → `intake`.
std::string OwnerOf(const MethodDescriptor& method) {
  const std::vector<std::string> parts = absl::StrSplit(method.full_name(), '.');
  return parts.size() > 1 ? parts[1] : "";
}

std::string Trimmed(absl::string_view text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

std::shared_ptr<grpc::Channel> MakeChannel(absl::string_view address) {
  const bool tls = absl::ConsumePrefix(&address, "https://");
  absl::ConsumePrefix(&address, "http://");
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel(std::string(absl::StripSuffix(address, "/")),
                                   tls ? grpc::SslCredentials(grpc::SslCredentialsOptions()) : grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace

Session::Session() = default;
Session::~Session() = default;

absl::Status Session::Open() {
  const std::lock_guard lock(mutex_);
  if (open_) return absl::OkStatus();
  ASSIGN_OR_RETURN(stack_, Stack::Find(flags_.stack));
  if (!absl::ParseDuration(flags_.timeout, &timeout_) || timeout_ <= absl::ZeroDuration()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--timeout: a duration such as 500ms or 10s");
  }
  if (!flags_.token.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(flags_.token));
    fixed_token_ = Trimmed(text);
  } else if (!flags_.as.empty()) {
    const std::string keys = stack_.Get("REDRESS_KEYS_DIR");
    if (keys.empty())
      return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--as needs the stack's key (REDRESS_KEYS_DIR)");
    ASSIGN_OR_RETURN(const Signer signer, Signer::Load(keys));
    Claims claims;
    claims.subject = flags_.as;
    claims.roles = flags_.roles.empty() ? std::vector<std::string>{"SPECIALIST"} : flags_.roles;
    claims.ttl = absl::Minutes(15);
    ASSIGN_OR_RETURN(fixed_token_, signer.Mint(claims));
  }
  open_ = true;
  return absl::OkStatus();
}

const Stack& Session::stack() {
  Open().IgnoreError();
  return stack_;
}

absl::StatusOr<BusinessTime> Session::Now() {
  RETURN_IF_ERROR(Open());
  const std::string time = stack_.Get("REDRESS_BUSINESS_TIME");
  ASSIGN_OR_RETURN(const std::unique_ptr<TimeSource> source, OpenTimeSource(time.empty() ? "system" : time));
  return source->Now();
}

absl::StatusOr<std::string> Session::Gateway() {
  RETURN_IF_ERROR(Open());
  const std::string address = flags_.gateway.empty() ? stack_.Get("REDRESS_GATEWAY") : flags_.gateway;
  if (address.empty()) {
    return Error(absl::StatusCode::kNotFound, "NO_ADDRESS",
                 "no gateway is known: start a stack (tools/stack up) or give --gateway URL");
  }
  return std::string(absl::StripSuffix(address, "/"));
}

absl::StatusOr<std::string> Session::AddressOf(const std::string& service, bool direct) {
  const std::map<std::string, const std::string*> flags = {
      {"intake", &flags_.intake},     {"classification", &flags_.classification},
      {"routing", &flags_.routing},   {"compensation", &flags_.compensation},
      {"sla", &flags_.sla},           {"casework", &flags_.casework},
      {"outreach", &flags_.outreach}, {"analytics", &flags_.analytics}};
  const auto given = flags.find(service);
  if (given != flags.end() && !given->second->empty()) return *given->second;
  const bool past_gateway = direct || service == "platform";  // the shop is not behind the gateway
  const std::string own = stack_.Get(absl::StrCat("REDRESS_", absl::AsciiStrToUpper(service), "_GRPC"));
  if (past_gateway && own.empty()) {
    return Error(absl::StatusCode::kNotFound, "NO_ADDRESS", absl::StrCat("the stack does not say where ", service, " listens"));
  }
  if (past_gateway) return own;
  absl::StatusOr<std::string> gateway = Gateway();
  if (gateway.ok() || own.empty()) return gateway;
  return own;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Session::ChannelTo(const std::string& service, bool direct) {
  RETURN_IF_ERROR(Open());
  ASSIGN_OR_RETURN(const std::string address, AddressOf(service, direct));
  const std::lock_guard lock(mutex_);
  std::shared_ptr<grpc::Channel>& channel = channels_[address];
  if (channel == nullptr) channel = MakeChannel(address);
  return channel;
}

absl::StatusOr<std::string> Session::TokenOf(const std::string& role) {
  RETURN_IF_ERROR(Open());
  const std::string folder = stack_.Get("REDRESS_TOKENS_DIR");
  if (folder.empty()) {
    return Error(absl::StatusCode::kUnauthenticated, "NO_TOKEN",
                 "no token: give --token FILE, or start a stack, which has one a role");
  }
  const std::lock_guard lock(mutex_);
  std::string& token = tokens_[role];
  if (token.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(absl::StrCat(folder, "/", role)));
    token = Trimmed(text);
  }
  return token;
}

absl::StatusOr<std::string> Session::TokenFor(const MethodDescriptor& method) {
  RETURN_IF_ERROR(Open());
  if (!fixed_token_.empty()) return fixed_token_;
  if (!flags_.roles.empty()) return TokenOf(flags_.roles.front());
  const auth::v1::Allow& allow = method.options().GetExtension(auth::v1::allow);
  const auto allows = [&](Role role) { return absl::c_linear_search(allow.roles(), role); };
  if (allows(auth::v1::ROLE_PUBLIC)) return std::string();
  for (const Role role : kPreferred) {
    if (allows(role)) return TokenOf(NameOf(role));
  }
  return Error(absl::StatusCode::kPermissionDenied, "NO_TOKEN", "only services of the suite may call this method");
}

struct Session::Way {
  std::shared_ptr<grpc::Channel> channel;
  std::string token;
  std::string path;
};

absl::StatusOr<Session::Way> Session::WayTo(const std::string& name, const CallOptions& options) {
  const MethodDescriptor* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) return absl::InternalError(absl::StrCat("no such method: ", name));
  Way way;
  ASSIGN_OR_RETURN(way.channel, ChannelTo(options.owner.empty() ? OwnerOf(*method) : options.owner, options.direct));
  way.token = options.token;
  if (way.token.empty() && !options.anonymous) {
    ASSIGN_OR_RETURN(way.token, TokenFor(*method));
  }
  way.path = absl::StrCat("/", method->service()->full_name(), "/", method->name());
  return way;
}

absl::Status Session::Read(const std::string& name, const Message& request, Message* response,
                           const std::function<void()>& each) {
  ASSIGN_OR_RETURN(const Way way, WayTo(name, {}));
  grpc::ClientContext context;
  if (!way.token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", way.token));
  const grpc::internal::RpcMethod rpc(way.path.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING);
  const std::unique_ptr<grpc::ClientReader<Message>> reader(
      grpc::internal::ClientReaderFactory<Message>::Create<Message>(way.channel.get(), rpc, &context, request));
  while (reader->Read(response)) each();
  return rpc::FromGrpc(reader->Finish());
}

absl::Status Session::Call(const std::string& name, const Message& request, Message* response, const CallOptions& options) {
  ASSIGN_OR_RETURN(const Way way, WayTo(name, options));
  grpc::ClientContext context;
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(timeout_), GPR_TIMESPAN)));
  if (!way.token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", way.token));
  if (!options.owner.empty()) context.AddMetadata("x-redress-service", options.owner);
  const grpc::internal::RpcMethod rpc(way.path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  return rpc::FromGrpc(
      grpc::internal::BlockingUnaryCall<Message, Message, google::protobuf::MessageLite, google::protobuf::MessageLite>(
          way.channel.get(), rpc, &context, request, response));
}

}  // namespace redress::client
