// The data files that are shipped, and what is refused in edited ones.
#include "services/classification/files/data_files.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "libs/base/error.h"

namespace redress::classification {
namespace {

const std::string kData = REDRESS_SOURCE "/services/classification/data/";

const Normaliser& Shared() {
  static const auto& normaliser = *Normaliser::Create().value().release();
  return normaliser;
}

// Signals of a text by the shipped lists, as `kind.value`, without a calm emotion.
std::vector<std::string> SignalsOf(absl::string_view text) {
  static const auto& lexicon = *new SignalLexicon(ReadSignals(kData + "signals.yaml", Shared()).value());
  std::vector<std::string> names;
  for (const Signal& signal : lexicon.Find(Shared().Normalise(text))) {
    if (signal.value != "calm") names.push_back(signal.kind + "." + signal.value);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("every signal is found in words that people use", "[classification]") {
  const auto [text, signals] = GENERATE(table<std::string, Names>({
      {"气死我了", {"emotion.furious"}},
      {"太失望了", {"emotion.upset"}},
      {"This is outrageous", {"emotion.furious"}},
      {"I am disappointed", {"emotion.upset"}},
      {"再不处理我就打12315", {"escalation_risk.high"}},
      {"my lawyer will write to you", {"escalation_risk.high"}},
      {"我要曝光你们", {"escalation_risk.media"}},
      {"我粉丝46万", {"escalation_risk.reach"}},
      {"我是记者，想采访", {"escalation_risk.media", "escalation_risk.reach"}},
      {"I have 50k followers", {"escalation_risk.media", "escalation_risk.reach"}},
      {"用了以后手被烫伤了", {"safety.injury"}},
      {"里面吃出一只虫子", {"safety.food_safety"}},
      {"the charger caught fire", {"safety.fire"}},
      {"充電寶起火了", {"safety.fire"}},
      {"孩子误吞了零件", {"safety.child"}},
      {"不赔钱就给你刷差评", {"emotion.upset", "malicious_risk.suspected"}},
      {"这是假货", {"counterfeit_claim.claimed"}},
      {"请问我的订单到哪了", {"intent.order_status"}},
      {"帮我改一下地址", {"intent.address_change"}},
      {"能开发票吗", {"intent.invoice"}},
      {"这个怎么安装", {"intent.how_to"}},
      {"一箱草莓", {"urgent_goods.perishable"}},
      {"这是我爸的降压药", {"urgent_goods.medical"}},
      {"买来当生日礼物", {"urgent_goods.dated_gift"}},
      {"一直支付失败", {"payment_blocked.blocked"}},
  }));
  CAPTURE(text);
  CHECK(SignalsOf(text) == signals);
}

TEST_CASE("everyday words raise no alarm", "[classification]") {
  const std::string text =
      GENERATE(as<std::string>(), "", "宝宝很喜欢", "火锅很好", "烫金的字很漂亮", "不失望", "这款防火材料不错", "肯定是正品",
               "买了黑猫砂", "fire tv stick works", "a campfire story", "水果刀很快");
  CAPTURE(text);
  CHECK(SignalsOf(text).empty());
}

TEST_CASE("a signal tells where it stands in the text as received", "[classification]") {
  const SignalLexicon lexicon = ReadSignals(kData + "signals.yaml", Shared()).value();
  const std::vector<Signal> signals = lexicon.Find(Shared().Normalise("😡 插座  冒煙！又冒烟"));
  REQUIRE(HasSignal(signals, "safety", "fire"));
  for (const Signal& signal : signals) {
    if (signal.value == "fire") CHECK(signal.spans == std::vector<Span>{{6, 8}, {10, 12}});
  }
}

TEST_CASE("the shipped taxonomy, severity rule and concepts are sound", "[classification]") {
  const Taxonomy taxonomy = ReadTaxonomy(kData + "taxonomy.yaml").value();
  CHECK(taxonomy.level1().size() == 9);
  CHECK_FALSE(taxonomy.level1().back().complaint);
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    CHECK_FALSE(level1.routing_hint.empty());
    for (const Taxonomy::Level2& level2 : level1.level2) CHECK(level2.examples.size() >= 2);
  }
  CHECK(ReadGoods(kData + "goods.yaml", Shared()).ok());
  const SeverityRule rule = ReadSeverityRule(kData + "severity.yaml").value();
  CHECK(rule.levels.size() == 3);
  CHECK(ReadConcepts(REDRESS_SOURCE "/services/classification/corpus/concepts.yaml", Shared()).value().size() > 20);
}

// A file with these lines, gone at the end.
class File {
 public:
  explicit File(const std::string& text) : path_((std::filesystem::temp_directory_path() / "redress-data-XXXXXX").string()) {
    close(mkstemp(path_.data()));
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST_CASE("a class says what it was called, also where one became several", "[classification]") {
  const std::string head =
      "version: 2\nlevel1:\n- {id: A, name_zh: 甲, name_en: A, complaint: true, team: a, formerly: [OLD], level2: [";
  const std::string names = "name_zh: 子, name_en: X";
  const Taxonomy taxonomy =
      ReadTaxonomy(
          File(head + "{id: X, " + names + ", formerly: [A/Z, OLD/Q]}, {id: Y, " + names + ", formerly: [A/Z]}]}\n").path())
          .value();
  CHECK(taxonomy.NowCalled({"A", "Z"}) == std::vector<TagName>{{"A", "X"}, {"A", "Y"}});
  CHECK(taxonomy.NowCalled({"OLD", "Q"}) == std::vector<TagName>{{"A", "X"}});
  CHECK(taxonomy.NowCalled({"OLD", "Y"}) == std::vector<TagName>{{"A", "Y"}});
  CHECK(taxonomy.NowCalled({"OLD", ""}) == std::vector<TagName>{{"A", ""}});
}

TEST_CASE("a data file that is wrong is refused", "[classification]") {
  const auto taxonomy = [](const std::string& text) { return ReasonOf(ReadTaxonomy(File(text).path()).status()); };
  const auto severity = [](const std::string& text) { return ReasonOf(ReadSeverityRule(File(text).path()).status()); };
  const auto signals = [](const std::string& text) { return ReasonOf(ReadSignals(File(text).path(), Shared()).status()); };
  const auto concepts = [](const std::string& text) { return ReasonOf(ReadConcepts(File(text).path(), Shared()).status()); };
  CHECK(ReasonOf(ReadTaxonomy("/nonexistent").status()) == "DATA_FILE");
  CHECK(taxonomy("version: [") == "DATA_FILE");
  CHECK(taxonomy("version: 1\nlevels: []\n") == "DATA_FILE");
  CHECK(taxonomy("version: 1\nlevel1: []\n") == "INVALID_TAXONOMY");
  CHECK(severity("version: 1\nthresholds: {}\nlevels: []\nnon_complaint: {}\n") == "DATA_FILE");
  CHECK(signals("safety: [fire]\n") == "DATA_FILE");
  CHECK(signals("weather: {zh: [雨]}\n") == "DATA_FILE");
  CHECK(signals("safety: {weather: {zh: [雨]}}\n") == "DATA_FILE");
  CHECK(signals("safety: {fire: {zh: [\" \"]}}\n") == "DATA_FILE");
  CHECK(ReasonOf(ReadGoods(File("goods: {zh: [\" \"]}\n").path(), Shared()).status()) == "DATA_FILE");
  CHECK(concepts("concepts: {a: [退款], b: [退款]}\n") == "DATA_FILE");
}

}  // namespace
}  // namespace redress::classification
