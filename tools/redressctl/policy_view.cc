#include "tools/redressctl/policy_view.h"

#include <iostream>

#include "absl/strings/str_join.h"
#include "tools/client/words.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {

namespace v1 = compensation::v1;

void PrintFindings(const google::protobuf::RepeatedPtrField<v1::PolicyFinding>& findings) {
  if (findings.empty()) {
    std::cout << "nothing to find fault with\n";
    return;
  }
  client::Table table({{"FINDING"}, {"PLACE"}, {"TABLE"}, {"RULES", 40}, {"FOR EXAMPLE", 60}, {"WHAT", 90}});
  for (const v1::PolicyFinding& finding : findings) {
    std::vector<std::string> example;
    for (const v1::PolicyFinding::Cell& cell : finding.example())
      example.push_back(absl::StrCat(cell.input(), " = ", cell.value()));
    const std::string place =
        finding.line() == 0 ? finding.file() : absl::StrCat(finding.file(), ":", finding.line(), ":", finding.column());
    const std::string kind = client::Word(finding.kind());
    table.Add({finding.error() ? client::Cell(kind, client::Colour::kRed) : client::Cell(kind), place, finding.table(),
               absl::StrJoin(finding.rules(), ", "), absl::StrJoin(example, ", "), finding.message()});
  }
  PrintTable(table);
}

void PrintVersion(Cli& cli, const v1::PolicyVersion& version) {
  if (cli.json()) return PrintJson(version);
  std::vector<std::string> files;
  for (const v1::PolicyFile& file : version.files()) files.push_back(file.name());
  PrintFields({{"version", ShortName(version.name())},
               {"sha256", version.sha256()},
               {"author", ShortName(version.author())},
               {"kept", ShowTime(version.create_time())},
               {"note", version.note()},
               {"approved by", ShortName(version.approver())},
               {"approved", version.has_approve_time() ? ShowTime(version.approve_time()) : ""},
               {"files", absl::StrJoin(files, ", ")}});
  if (!version.warnings().empty()) PrintFindings(version.warnings());
}

void PrintPublications(const google::protobuf::RepeatedPtrField<v1::PolicyPublication>& publications) {
  client::Table table({{"PUBLICATION", 0, true},
                       {"VERSION", 0, true},
                       {"FROM"},
                       {"UNTIL"},
                       {"FOR"},
                       {"SHARE %", 0, true},
                       {"BY"},
                       {"TAKEN BACK"},
                       {"BY"}});
  for (const v1::PolicyPublication& publication : publications) {
    const v1::PolicyScope& scope = publication.scope();
    std::vector<std::string> words;
    for (const std::string& word : {scope.channel(), scope.region(), scope.seller_tier()}) {
      if (!word.empty()) words.push_back(word);
    }
    table.Add({ShortName(publication.name()), ShortName(publication.version()), ShowTime(publication.from_time()),
               publication.has_until_time() ? ShowTime(publication.until_time()) : "",
               words.empty() ? "all" : absl::StrJoin(words, ", "), absl::StrCat(publication.share_percent()),
               ShortName(publication.publisher()), publication.has_cancel_time() ? ShowTime(publication.cancel_time()) : "",
               ShortName(publication.canceller())});
  }
  PrintTable(table);
}

void PrintPublication(Cli& cli, const v1::PolicyPublication& publication) {
  if (cli.json()) return PrintJson(publication);
  google::protobuf::RepeatedPtrField<v1::PolicyPublication> one;
  *one.Add() = publication;
  PrintPublications(one);
}

}  // namespace redress::ctl
