// The figures of a policy, read off its tables when it is made.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/compensation/domain/dmn_policy.h"

namespace redress::compensation {
namespace {

using feel::Kind;

// More than anybody is ever given.
constexpr int64_t kAmountMax = 1'000'000'000'000;
// What is counted of a sign is counted by reading that many rows.
constexpr int64_t kAllowedMax = 10'000;

void CheckTerms(const Terms& terms, Violations* violations) {
  const auto require = [&](bool good, absl::string_view field, absl::string_view what) {
    if (!good) violations->Add(field, what);
  };
  require(terms.specialist_max > 0, "authority", "must let a specialist decide something alone");
  require(terms.supervisor_max > terms.specialist_max, "authority", "must let a supervisor approve more than that");
  require(terms.goodwill_case_max > 0, "limits.goodwill_case_max", "must be positive");
  require(terms.goodwill_customer_max >= terms.goodwill_case_max, "limits.goodwill_customer_max",
          "must be at least goodwill_case_max");
  require(terms.goodwill_customer_window > absl::ZeroDuration(), "limits.goodwill_customer_days", "must be positive");
  require(terms.agent_day_max > 0, "limits.agent_day_max", "must be positive");
  require(terms.quotation_ttl > absl::ZeroDuration(), "limits.quotation_valid_hours", "must be positive");
  require(terms.coupon_valid_days >= 1 && terms.coupon_valid_days <= 365, "limits.coupon_valid_days", "must be 1 … 365");
  require(terms.abuse.window > absl::ZeroDuration() && terms.abuse.window <= absl::Hours(24 * 366), "limits.abuse_days",
          "must be 1 … 366");
  for (const auto& [category, budget] : terms.budgets_month) {
    require(budget >= 0, absl::StrCat("budgets.", category), "must not be negative");
  }
}

// An offset (`+08:00`), so that no zone data is needed.
absl::StatusOr<absl::TimeZone> ZoneOf(const std::string& offset) {
  std::string fault;
  absl::Time midnight;
  if (!absl::ParseTime("%Y-%m-%d%Ez", "1970-01-02" + offset, &midnight, &fault)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY", "`time zone` must be an offset such as \"+08:00\"");
  }
  return absl::FixedTimeZone(static_cast<int>(absl::ToInt64Seconds(absl::FromUnixSeconds(86'400) - midnight)));
}

// The largest amount for which `holds`, which it does up to some amount; -1 if it never does.
template <class Holds>
absl::StatusOr<int64_t> LargestThat(Holds holds) {
  int64_t good = -1, bad = kAmountMax;
  while (bad - good > 1) {
    const int64_t middle = good + (bad - good) / 2;
    ASSIGN_OR_RETURN(const bool held, holds(middle));
    (held ? good : bad) = middle;
  }
  return good;
}

}  // namespace

absl::StatusOr<int64_t> DmnPolicy::Figure(absl::string_view name, const char* input, const std::string& of) const {
  const Table& table = At(name);
  Explained explained;
  ASSIGN_OR_RETURN(const Made made, Run(table, {{input, feel::Value::String(of)}}, &explained));
  const feel::Value& value = made.fired.size() == 1 ? made.fired[0].Get(name == "limits" ? "value" : "month_max") : made.value;
  if (made.fired.size() == 1 && value.is(Kind::kNumber) && value.number().ToInt64().has_value()) return *value.number().ToInt64();
  Violations violations;
  violations.Add(absl::StrCat(name, ".", of), "must be there, once, as a whole number");
  return violations.ToStatus();
}

absl::Status DmnPolicy::ReadAbuse() {
  const Table& table = At("abuse");
  Violations violations;
  for (const AbuseSign sign : kAbuseSigns) {
    Explained explained;
    ASSIGN_OR_RETURN(const Made made, Run(table, {{"sign", feel::Value::String(std::string(Word(sign)))}}, &explained));
    const std::string field = absl::StrCat("abuse.", Word(sign));
    if (made.fired.size() != 1) {
      violations.Add(field, "must be there, once");
      continue;
    }
    const feel::Value& allowed = made.fired[0].Get("allowed");
    const feel::Value& authority = made.fired[0].Get("authority");
    const int64_t number = allowed.is(Kind::kNumber) ? allowed.number().ToInt64().value_or(0) : 0;
    const auto least = AuthorityOf(authority.is(Kind::kString) ? authority.string() : "");
    if (number < 1 || number > kAllowedMax) violations.Add(field, absl::StrCat("must allow 1 … ", kAllowedMax));
    if (!least.has_value()) violations.Add(field, "must name an authority");
    if (IsAboutAgent(sign) && least != Authority::kSpecialist) {
      violations.Add(field,
                     "must ask for nobody beyond the SPECIALIST: it is seen with the grant, when nothing is left to be asked");
    }
    terms_.abuse.of(sign) = {static_cast<int32_t>(number), least.value_or(Authority::kSupervisor)};
  }
  return violations.ToStatus();
}

absl::Status DmnPolicy::ReadTerms(const std::string& version) {
  terms_.version = version;
  Explained explained;
  ASSIGN_OR_RETURN(const Made currency, Run(At("currency"), {}, &explained));
  ASSIGN_OR_RETURN(const Made zone, Run(At("time zone"), {}, &explained));
  ASSIGN_OR_RETURN(terms_.currency, Currency::Parse(currency.value.is(Kind::kString) ? currency.value.string() : ""));
  ASSIGN_OR_RETURN(terms_.zone, ZoneOf(zone.value.is(Kind::kString) ? zone.value.string() : ""));
  const auto limit = [&](const char* of) { return Figure("limits", "limit", of); };
  ASSIGN_OR_RETURN(terms_.goodwill_case_max, limit("goodwill_case_max"));
  ASSIGN_OR_RETURN(terms_.goodwill_customer_max, limit("goodwill_customer_max"));
  ASSIGN_OR_RETURN(const int64_t customer_days, limit("goodwill_customer_days"));
  ASSIGN_OR_RETURN(terms_.agent_day_max, limit("agent_day_max"));
  ASSIGN_OR_RETURN(const int64_t valid_hours, limit("quotation_valid_hours"));
  ASSIGN_OR_RETURN(const int64_t coupon_days, limit("coupon_valid_days"));
  terms_.goodwill_customer_window = absl::Hours(24) * std::clamp<int64_t>(customer_days, 0, 3'650);
  terms_.quotation_ttl = absl::Hours(std::clamp<int64_t>(valid_hours, 0, 24 * 365));
  ASSIGN_OR_RETURN(const int64_t abuse_days, limit("abuse_days"));
  terms_.abuse.window = absl::Hours(24) * std::clamp<int64_t>(abuse_days, 0, 367);
  terms_.coupon_valid_days = static_cast<int32_t>(std::clamp<int64_t>(coupon_days, 0, 366));
  for (const absl::string_view category : kCategories) {
    ASSIGN_OR_RETURN(terms_.budgets_month[std::string(category)], Figure("budgets", "category", std::string(category)));
  }
  RETURN_IF_ERROR(ReadAbuse());
  // The bands of a whole case are those of a refund.
  const auto within = [&](Authority authority) {
    return LargestThat([&](int64_t amount) -> absl::StatusOr<bool> {
      Explained made;
      ASSIGN_OR_RETURN(const Authority needed, Required(RemedyKind::kRefund, amount, &made));
      return needed <= authority;
    });
  };
  ASSIGN_OR_RETURN(terms_.specialist_max, within(Authority::kSpecialist));
  ASSIGN_OR_RETURN(terms_.supervisor_max, within(Authority::kSupervisor));
  Violations violations;
  CheckTerms(terms_, &violations);
  return violations.ToStatus();
}

}  // namespace redress::compensation
