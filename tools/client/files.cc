#include "tools/client/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::client {
namespace {

absl::Status FileError(absl::StatusCode code, absl::string_view verb, const std::string& path) {
  return Error(code, "FILE", absl::StrCat("cannot ", verb, " ", path, ": ", std::strerror(errno)));
}

bool WriteAll(int fd, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ostringstream content;
  if (path == "-") {
    content << std::cin.rdbuf();
    return content.str();
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return FileError(absl::StatusCode::kNotFound, "read", path);
  content << in.rdbuf();
  if (in.bad()) return FileError(absl::StatusCode::kNotFound, "read", path);
  return content.str();
}

absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode) {
  const std::string part = absl::StrCat(path, ".part");
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (fd < 0) return FileError(absl::StatusCode::kFailedPrecondition, "write", path);
  const bool written = ::fchmod(fd, mode) == 0 && WriteAll(fd, content);
  if (::close(fd) != 0 || !written || std::rename(part.c_str(), path.c_str()) != 0) {
    return FileError(absl::StatusCode::kFailedPrecondition, "write", path);
  }
  return absl::OkStatus();
}

}  // namespace redress::client
