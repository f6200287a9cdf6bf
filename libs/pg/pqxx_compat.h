// The only file that knows which libpqxx it is compiled against (6.4 of Debian 12, 7.x of newer systems): include this, never
// <pqxx/pqxx>, so that the shims are the same everywhere.
#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "absl/strings/string_view.h"

namespace redress::pg {

#if defined(PQXX_VERSION_MAJOR) && PQXX_VERSION_MAJOR >= 7
using BytesParam = std::basic_string<std::byte>;
inline BytesParam Bytes(absl::string_view bytes) {
  return BytesParam(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
}
inline std::string BytesOf(const pqxx::field& field) {
  const auto bytes = field.as<std::basic_string<std::byte>>();
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}
// Newer libpqxx never reconnects by itself.
inline void ForbidReconnect(pqxx::connection&) {}
#else
using BytesParam = pqxx::binarystring;
// A parameter of type bytea.
inline BytesParam Bytes(absl::string_view bytes) {
  return pqxx::binarystring(bytes.data(), bytes.size());
}
// The value of a bytea column.
inline std::string BytesOf(const pqxx::field& field) {
  return pqxx::binarystring(field).str();
}
// 6.x reconnects silently after a failure and loses what the session knew.
inline void ForbidReconnect(pqxx::connection& connection) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
}
#endif

// Swallows the server's notices, which libpqxx would write to stderr among the log lines. Must not outlive `connection`.
inline std::unique_ptr<pqxx::errorhandler> SilenceNotices(pqxx::connection& connection) {
  return std::make_unique<pqxx::quiet_errorhandler>(connection);
}

}  // namespace redress::pg
