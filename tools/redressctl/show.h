// How results are shown: the API's JSON, or tables and `name: value` lists for people. Functions write to standard output.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "redress/type/v1/type.pb.h"
#include "tools/client/table.h"

namespace redress::ctl {

// One line or indented, enums and times as the gateway writes them.
std::string ToJson(const google::protobuf::Message& message, bool indented = true);
void PrintJson(const google::protobuf::Message& message);

// The parts of a resource; empty values are left out.
using Fields = std::vector<std::pair<std::string, std::string>>;
void PrintFields(std::ostream& out, const Fields& fields);
void PrintFields(const Fields& fields);
void PrintTable(const client::Table& table);

// Local time to the second; empty where not set.
std::string ShowTime(const google::protobuf::Timestamp& time);
// `LOGISTICS/LOST`, `LOGISTICS`, or empty.
std::string ShowTag(const type::v1::Tag& tag);
// `CNY 12.30`, `CNY -0.05`.
std::string ShowMoney(const type::v1::Money& money);
// Several currencies, joined by commas.
std::string ShowSums(const google::protobuf::RepeatedPtrField<type::v1::Money>& sums);
client::Cell ShowSeverity(type::v1::Severity severity);
// `safety:food_safety, emotion:furious`.
std::string ShowSignals(const google::protobuf::RepeatedPtrField<type::v1::Signal>& signals);
// `261122-00000001-23` of `complaints/261122-00000001-23`.
std::string ShortName(const std::string& name);
// The full name of what a person gave with or without its collection: (`complaints/`, `2611…`) → `complaints/2611…`.
std::string FullName(const std::string& collection, const std::string& given);

}  // namespace redress::ctl
