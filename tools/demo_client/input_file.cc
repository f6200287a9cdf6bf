#include "tools/demo_client/input_file.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"
#include "tools/demo_client/csv.h"

namespace redress::demo {
namespace {

using Json = nlohmann::json;

// Names that people give to columns, and the field that they mean.
constexpr std::pair<absl::string_view, absl::string_view> kColumnNames[] = {{"customer_id", "customer.id"},
                                                                            {"customer_name", "customer.name"},
                                                                            {"customer_phone", "customer.phone"},
                                                                            {"customer_email", "customer.email"},
                                                                            {"name", "customer.name"},
                                                                            {"phone", "customer.phone"},
                                                                            {"email", "customer.email"},
                                                                            {"vip_level", "customer.vip_level"},
                                                                            {"customer_vip_level", "customer.vip_level"},
                                                                            {"gold_l1", "gold.l1"},
                                                                            {"gold_l2", "gold.l2"},
                                                                            {"gold_severity", "gold.severity"},
                                                                            {"gold_is_complaint", "gold.is_complaint"},
                                                                            {"gold_also", "gold.also"},
                                                                            {"order", "orders"},
                                                                            {"currency", "currency_code"}};

std::string FieldOf(absl::string_view column) {
  const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(column));
  for (const auto& [column_name, field] : kColumnNames) {
    if (name == column_name) return std::string(field);
  }
  return name;
}

std::string OneLine(std::string message) {
  // nlohmann's `[json.exception.parse_error.101] parse error at line 1, column 5: …`
  const size_t from = message.find("] ");
  return from == std::string::npos ? message : message.substr(from + 2);
}

Json ListOf(absl::string_view cell) {
  Json list = Json::array();
  for (const absl::string_view item : absl::StrSplit(cell, ';')) {
    const absl::string_view trimmed = absl::StripAsciiWhitespace(item);
    if (!trimmed.empty()) list.push_back(std::string(trimmed));
  }
  return list;
}

// A cell in the type that its field has in JSONL; what does not fit stays text, which the field's own check refuses.
Json ValueOf(absl::string_view field, const std::string& cell) {
  if (field == "orders" || field == "gold.also") return ListOf(cell);
  if (field == "evidence") {
    Json evidence = Json::parse(cell, nullptr, /*allow_exceptions=*/false);
    return evidence.is_discarded() ? Json(cell) : evidence;
  }
  int64_t number = 0;
  if ((field == "amount_paid_minor" || field == "customer.vip_level") && absl::SimpleAtoi(cell, &number)) return number;
  if (field == "gold.is_complaint") {
    const std::string word = absl::AsciiStrToLower(cell);
    if (word == "true" || word == "1" || word == "yes") return true;
    if (word == "false" || word == "0" || word == "no") return false;
  }
  return cell;
}

void Put(Json& object, absl::string_view field, Json value) {
  const size_t dot = field.find('.');
  if (dot == absl::string_view::npos) {
    object[std::string(field)] = std::move(value);
    return;
  }
  Json& inner = object[std::string(field.substr(0, dot))];
  if (!inner.is_object()) inner = Json::object();
  Put(inner, field.substr(dot + 1), std::move(value));
}

std::vector<InputLine> ReadCsv(absl::string_view content) {
  std::vector<CsvRecord> records = ParseCsv(content);
  std::vector<InputLine> lines;
  if (records.empty()) return lines;
  std::vector<std::string> fields;
  for (const std::string& column : records.front().cells) fields.push_back(FieldOf(column));
  for (size_t r = 1; r < records.size(); ++r) {
    CsvRecord& record = records[r];
    InputLine line{record.line, std::move(record.raw), Json::object(), std::move(record.problem)};
    if (line.problem.empty() && record.cells.size() > fields.size()) {
      line.problem = absl::StrCat("more cells (", record.cells.size(), ") than the header has columns (", fields.size(), ")");
    }
    if (line.problem.empty() && !ValidUtf8(line.raw)) line.problem = "not UTF-8";
    for (size_t i = 0; line.problem.empty() && i < record.cells.size(); ++i) {
      if (!record.cells[i].empty()) Put(line.fields, fields[i], ValueOf(fields[i], record.cells[i]));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<InputLine> ReadJsonl(absl::string_view content) {
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  std::vector<InputLine> lines;
  int number = 0;
  for (absl::string_view text : absl::StrSplit(content, '\n')) {
    ++number;
    text = absl::StripAsciiWhitespace(text);
    if (text.empty()) continue;
    InputLine line{number, std::string(text), Json::object(), ""};
    try {
      line.fields = Json::parse(line.raw);
      if (!line.fields.is_object()) line.problem = "not a JSON object";
    } catch (const Json::exception& error) {
      line.problem = absl::StrCat("not JSON: ", OneLine(error.what()));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<InputLine> ReadInput(absl::string_view file_name, absl::string_view content) {
  return absl::EndsWithIgnoreCase(file_name, ".csv") ? ReadCsv(content) : ReadJsonl(content);
}

}  // namespace redress::demo
