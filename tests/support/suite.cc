#include "tests/support/suite.h"

#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "libs/rpc/token_minter.h"
#include "libs/vault/key_ring.h"

namespace redress::test {
namespace {

namespace fs = std::filesystem;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr int kStartAttempts = 10;

std::string FromEnvironment(const char* name, const char* otherwise) {
  const char* const value = getenv(name);
  return value == nullptr ? otherwise : value;
}

std::string BinDir() {
  return FromEnvironment("REDRESS_BIN_DIR", "bin");
}

std::string At(int port) {
  return absl::StrCat("127.0.0.1:", port);
}

}  // namespace

Suite::Suite(const Options& options) {
  if (options.all_in_one) {
    programs_["allinone"] = {"allinone", FreePort()};
  } else {
    for (const char* service : {"classification", "casework", "compensation", "sla", "outreach"})
      programs_[service] = {service, FreePort()};
    for (int replica = 1; replica <= options.replicas; ++replica) {
      for (const char* service : {"intake", "routing"}) {
        programs_[replica == 1 ? service : absl::StrCat(service, "-", replica)] = {service, FreePort()};
      }
    }
  }
  if (options.analytics && !options.all_in_one) programs_["analytics"] = {"analytics", FreePort()};
  if (options.platform) programs_["platform"] = {"platform", FreePort()};
  WriteKeys();
  WriteConfig(options);
}

void Suite::WriteKeys() {
  const absl::StatusOr<rpc::KeyPair> pair = rpc::GenerateKeyPair();
  if (!pair.ok()) {
    throw std::runtime_error("cannot make a key pair");
  }
  private_pem_ = pair->private_pem;
  fs::create_directory(folder() + "/trusted");
  std::ofstream(folder() + "/trusted/k1.pem") << pair->public_pem;
  std::ofstream(folder() + "/private.pem") << pair->private_pem;
  if (!vault::KeyRing::Generate(folder() + "/key-ring").ok()) {
    throw std::runtime_error("cannot make a key ring");
  }
}

int Suite::PortOf(const std::string& service) const {
  const auto found = programs_.find(service);
  return found == programs_.end() ? programs_.at("allinone").port : found->second.port;
}

void Suite::WriteConfig(const Options& options) const {
  std::ofstream yaml(folder() + "/suite.yaml");
  yaml << "pg: {connection: '" << options.pg << "'}\n"
       << "redis: {address: '" << options.redis << "'}\n"
       << "metrics: {address: ''}\n"
       << "auth: {keys_dir: '" << folder() << "/trusted', service_key: '" << folder() << "/private.pem', service_kid: k1}\n"
       << "vault: {key_ring: '" << folder() << "/key-ring'}\n"
       << "classification: {model_dir: '" << fs::absolute(BinDir() + "/../model").string() << "', data_dir: '"
       << fs::absolute(FromEnvironment("REDRESS_SOURCE_DIR", ".")).string() << "/services/classification/data'}\n"
       << "peers:\n";
  for (const char* service : {"intake", "classification", "routing", "casework", "compensation", "sla", "outreach"}) {
    yaml << "  " << service << ": '" << At(PortOf(service)) << "'\n";
  }
  if (options.platform)
    yaml << "  platform: '" << At(PortOf("platform")) << "'\nplatform: {report_to: 'casework, compensation'}\n";
  yaml << options.more_yaml;
}

void Suite::Add(const std::string& program, const std::string& service, const std::string& pg,
                const std::vector<std::string>& more) {
  programs_[program] = {service, FreePort(), pg, more, true};
}

Suite::Program& Suite::Known(const std::string& program) {
  const auto found = programs_.find(program);
  if (found == programs_.end()) {
    throw std::runtime_error(absl::StrCat("the suite has no program ", program));
  }
  return found->second;
}

void Suite::StartAll() {
  for (const std::string& program : programs()) {
    Start(program);
  }
}

void Suite::Start(const std::string& name) {
  Program& program = Known(name);
  if (program.process != nullptr && !program.process->Exited()) {
    return;
  }
  ChildProcess::Options options;
  options.argv = {absl::StrCat(BinDir(), "/redress-", program.service), "--config", folder() + "/suite.yaml",
                  "--grpc.address=" + At(program.port)};
  if (!program.pg.empty()) {
    options.argv.push_back("--pg.connection=" + program.pg);
  }
  options.argv.insert(options.argv.end(), program.more.begin(), program.more.end());
  options.log_file = absl::StrCat(folder(), "/", name, ".log");
  // A port that nobody listened on for a moment may have been taken by an outgoing connection: it is free again soon.
  for (int attempt = 0; attempt < kStartAttempts; ++attempt) {
    program.process = std::make_unique<ChildProcess>(options);
    Eventually(kPatience, [&] { return program.process->Exited() || Listens(program.port); });
    if (!program.process->Exited()) {
      return;
    }
  }
  throw std::runtime_error(
      absl::StrCat(name, " does not start, exit code ", program.process->exit_code(), "; its log is ", options.log_file));
}

void Suite::Kill(const std::string& program) {
  ChildProcess& process = *Known(program).process;
  process.Signal(SIGKILL);
  if (!process.WaitFor(kPatience)) {
    throw std::runtime_error(absl::StrCat(program, " outlives kill -9"));
  }
}

void Suite::Terminate(const std::string& program) {
  Known(program).process->Signal(SIGTERM);
}

int Suite::WaitForExit(const std::string& program, absl::Duration patience) {
  ChildProcess& process = *Known(program).process;
  return process.WaitFor(patience) ? process.exit_code() : -1000;
}

std::vector<std::string> Suite::Addresses(const std::string& service) const {
  std::vector<std::string> addresses;
  for (const auto& [name, program] : programs_) {
    if (!program.extra && (program.service == service || program.service == "allinone")) {
      addresses.push_back(At(program.port));
    }
  }
  return addresses;
}

std::vector<std::string> Suite::programs() const {
  std::vector<std::string> names;
  for (const auto& [name, program] : programs_) {
    names.push_back(name);
  }
  return names;
}

std::string Suite::Token(const std::string& subject, const std::string& role, const std::vector<std::string>& teams) const {
  rpc::TokenClaims claims;
  claims.subject = subject;
  claims.roles = {role};
  claims.teams = teams;
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(2);
  return rpc::SignToken({"k1", private_pem_}, claims).value();
}

}  // namespace redress::test
