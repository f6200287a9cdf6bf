// redressctl keys …, token: the issuer of a demo or a small installation. They work without a running suite.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/vault/key_ring.h"
#include "tools/client/files.h"
#include "tools/client/keys.h"
#include "tools/redressctl/groups.h"

namespace redress::ctl {
namespace {

struct TokenFlags {
  std::string key, kid, ttl = "12h", out;
  client::Claims claims;
};

absl::Status MintToken(const TokenFlags& flags, const std::string& key) {
  client::Claims claims = flags.claims;
  if (!absl::ParseDuration(flags.ttl, &claims.ttl)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--ttl: a duration such as 90s, 15m or 12h");
  }
  ASSIGN_OR_RETURN(const client::Signer signer, client::Signer::Load(key, flags.kid));
  ASSIGN_OR_RETURN(const std::string token, signer.Mint(claims));
  if (!flags.out.empty()) return client::WriteFile(flags.out, token + "\n", 0600);
  std::cout << token << "\n";
  return absl::OkStatus();
}

void AddToken(Cli& cli) {
  CLI::App* token = cli.app().add_subcommand("token", "Mint an ES256 token with a private key (offline)");
  auto flags = std::make_shared<TokenFlags>();
  token->add_option("--key", flags->key, "Folder of `keys generate`, or a PEM file; default: the stack's")
      ->envname("REDRESS_KEYS_DIR");
  token->add_option("--kid", flags->kid, "Key id; default: the key's own thumbprint");
  token->add_option("--sub", flags->claims.subject, "Who: agents/a-wang-lei, backends/shop, services/routing")->required();
  token->add_option("--role", flags->claims.roles, "SPECIALIST, SUPERVISOR, ADMIN, …; repeat for several")
      ->required()
      ->delimiter(',');
  token->add_option("--team", flags->claims.teams, "teams/logistics; repeat for several")->delimiter(',');
  token->add_option("--ttl", flags->ttl, "How long it is good; negative: expired already")->capture_default_str();
  token->add_option("--issuer", flags->claims.issuer)->capture_default_str();
  token->add_option("--audience", flags->claims.audience)->capture_default_str();
  token->add_option("--out", flags->out, "Write it to a file (mode 0600) instead of standard output");
  cli.Run(token, [&cli, flags]() -> absl::Status {
    std::string key = flags->key;
    if (key.empty()) key = cli.session().stack().Get("REDRESS_KEYS_DIR");
    if (key.empty()) {
      return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG",
                   "--key: no key folder given, and no running stack names one");
    }
    return MintToken(*flags, key);
  });
}

}  // namespace

void AddKeyCommands(Cli& cli) {
  CLI::App* keys = cli.app().add_subcommand("keys", "Signing keys and key rings (offline)");
  keys->require_subcommand(1);

  CLI::App* generate = keys->add_subcommand(
      "generate", "Make an ES256 pair in a folder: private.pem, <kid>.pem, jwks.json, kid. Prints the key id");
  auto folder = std::make_shared<std::string>();
  auto rotate = std::make_shared<bool>(false);
  generate->add_option("DIR", *folder)->required();
  generate->add_flag("--rotate", *rotate, "Replace a private key that exists; its public key stays trusted");
  cli.Run(generate, [folder, rotate]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::string kid,
                     client::GenerateKeys(*folder, *rotate ? client::KeyMode::kRotate : client::KeyMode::kCreate));
    std::cout << kid << "\n";
    return absl::OkStatus();
  });

  CLI::App* ring = keys->add_subcommand("ring", "Make a key ring for data at rest (mode 0600); never overwrites one");
  auto file = std::make_shared<std::string>();
  auto renew = std::make_shared<bool>(false);
  ring->add_option("FILE", *file)->required();
  ring->add_flag("--rotate", *renew, "Put a new key in front of an existing ring; older data stays readable");
  cli.Run(ring, [file, renew] { return (*renew ? vault::KeyRing::Rotate(*file) : vault::KeyRing::Generate(*file)).status(); });
  AddToken(cli);
}

}  // namespace redress::ctl
