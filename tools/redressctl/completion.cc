// redressctl completion, version.
#include "tools/redressctl/completion.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/redressctl/groups.h"

namespace redress::ctl {
namespace {

struct Node {
  std::vector<std::string> path;  // empty: redressctl itself
  const CLI::App* app;
};

void Walk(const CLI::App* app, const std::vector<std::string>& path, std::vector<Node>* nodes) {
  nodes->push_back({path, app});
  for (const CLI::App* child : app->get_subcommands({})) {
    std::vector<std::string> deeper = path;
    deeper.push_back(child->get_name());
    Walk(child, deeper, nodes);
  }
}

std::vector<std::string> OptionsOf(const CLI::App* app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back(absl::StrCat("--", name));
  }
  return names;
}

std::vector<std::string> WordsFor(const Node& node, const CLI::App& root) {
  std::vector<std::string> words;
  for (const CLI::App* child : node.app->get_subcommands({})) words.push_back(child->get_name());
  for (const std::string& option : OptionsOf(node.app)) words.push_back(option);
  if (node.app != &root) {
    for (const std::string& option : OptionsOf(&root)) words.push_back(option);
  }
  return words;
}

std::string Bash(const CLI::App& root, const std::vector<Node>& nodes) {
  std::string script =
      "_redressctl() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} path='' words='' i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"$path ${COMP_WORDS[i]}\" in\n";
  std::vector<std::string> known;
  for (const Node& node : nodes) {
    if (!node.path.empty()) known.push_back(absl::StrCat("' ", absl::StrJoin(node.path, " "), "'"));
  }
  absl::StrAppend(&script, "      ", absl::StrJoin(known, "|"), ") path=\"$path ${COMP_WORDS[i]}\" ;;\n    esac\n  done\n");
  absl::StrAppend(&script, "  case \"$path\" in\n");
  for (const Node& node : nodes) {
    const std::string path = node.path.empty() ? "" : absl::StrCat(" ", absl::StrJoin(node.path, " "));
    absl::StrAppend(&script, "    '", path, "') words='", absl::StrJoin(WordsFor(node, root), " "), "' ;;\n");
  }
  absl::StrAppend(&script,
                  "  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n}\n"
                  "complete -o default -F _redressctl redressctl\n");
  return script;
}

// bash's function serves zsh through its own adapter; only `mapfile` is missing there.
std::string Zsh(const CLI::App& root, const std::vector<Node>& nodes) {
  return absl::StrCat("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n",
                      absl::StrReplaceAll(Bash(root, nodes), {{"mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")",
                                                               "COMPREPLY=(${(f)\"$(compgen -W \"$words\" -- \"$cur\")\"})"}}));
}

std::string FishQuote(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string Fish(const std::vector<Node>& nodes) {
  std::string script = "complete -c redressctl -f\n";
  for (const Node& node : nodes) {
    std::vector<std::string> children;
    for (const CLI::App* child : node.app->get_subcommands({})) children.push_back(child->get_name());
    std::string condition =
        node.path.empty() ? "" : "__fish_seen_subcommand_from " + absl::StrJoin(node.path, "; and __fish_seen_subcommand_from ");
    const std::string none_yet = children.empty() ? "" : "not __fish_seen_subcommand_from " + absl::StrJoin(children, " ");
    for (const CLI::App* child : node.app->get_subcommands({})) {
      const std::string when = condition.empty() ? none_yet : absl::StrCat(condition, "; and ", none_yet);
      absl::StrAppend(&script, "complete -c redressctl -n ", FishQuote(when), " -a ", child->get_name(), " -d ",
                      FishQuote(child->get_description()), "\n");
    }
    for (const CLI::Option* option : node.app->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        absl::StrAppend(&script, "complete -c redressctl", condition.empty() ? "" : absl::StrCat(" -n ", FishQuote(condition)),
                        " -l ", name, " -d ", FishQuote(option->get_description()), "\n");
      }
    }
  }
  return script;
}

}  // namespace

std::string CompletionScript(const CLI::App& root, const std::string& shell) {
  std::vector<Node> nodes;
  Walk(&root, {}, &nodes);
  return shell == "bash" ? Bash(root, nodes) : shell == "zsh" ? Zsh(root, nodes) : Fish(nodes);
}

void AddMiscCommands(Cli& cli) {
  CLI::App* completion = cli.app().add_subcommand("completion", "Print the completion script of a shell");
  auto shell = std::make_shared<std::string>();
  completion->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  cli.Run(completion, [&cli, shell] {
    std::cout << CompletionScript(cli.app(), *shell);
    return absl::OkStatus();
  });
  CLI::App* version = cli.app().add_subcommand("version", "Print the version");
  cli.Run(version, [] {
    std::cout << "redressctl " << REDRESS_VERSION << "\n";
    return absl::OkStatus();
  });
}

}  // namespace redress::ctl
