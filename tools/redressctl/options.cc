#include "tools/redressctl/options.h"

#include <iostream>

#include "libs/base/uuid.h"

namespace redress::ctl {

void RequestId::AddTo(CLI::App* command) {
  command->add_option("--request-id", given_, "UUID that makes a retry harmless; default: a new one, told on standard error");
}

std::string RequestId::Get() {
  if (given_.empty()) {
    given_ = Uuid::Random().ToString();
    std::cerr << "request id: " << given_ << "\n";
  }
  return given_;
}

void ListFlags::AddTo(CLI::App* command, const std::string& filter_help) {
  if (!filter_help.empty()) command->add_option("--filter", filter, filter_help);
  command->add_option("--limit", limit, "Show at most so many")->capture_default_str()->check(CLI::Range(1, 100'000));
}

}  // namespace redress::ctl
