// Classification with real PostgreSQL, the model of this build and the real intake beside it in one process, over gRPC: what is
// stored and what never is, repeats, refusals.
#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/component/classification_suite.h"

namespace redress::classification {
namespace {

TEST_CASE("a caller's text gets tag, spans, signals and severity, and leaves nothing behind", "[classification]") {
  Suite suite;
  v1::ClassifyRequest request = TextRequest("充電器冒煙了！！要求退款，不然我打12315");
  request.set_vip_level(3);
  const v1::Prediction prediction = suite.Classify(request).value();
  CHECK(prediction.name().empty());
  CHECK(prediction.language() == "zh");
  CHECK(prediction.severity() == type::v1::SEVERITY_CRITICAL);
  CHECK(prediction.severity_reasons(0) == "safety");
  CHECK(prediction.deciding_spans_size() >= 1);
  CHECK(prediction.deciding_spans_size() <= 3);
  CHECK(prediction.confidence() > prediction.runner_up_confidence());
  CHECK(absl::StartsWith(prediction.team(), "teams/"));
  bool fire = false;
  for (const type::v1::Signal& signal : prediction.signals()) {
    if (signal.kind() != "safety") continue;
    fire = signal.value() == "fire";
    CHECK(signal.spans(0).begin() == 3);  // 冒煙, as received
    CHECK(signal.spans(0).end() == 5);
  }
  CHECK(fire);
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "0");
}

TEST_CASE("a caller is told the fields of the caller's own text, a reader of a stored prediction their places",
          "[classification]") {
  Suite suite;
  const std::string text = "请问订单4822824042113什么时候发货？能开发票吗，199元";
  const v1::Prediction told = suite.Classify(TextRequest(text)).value();
  REQUIRE(told.fields_size() == 2);
  CHECK(told.fields(0).kind() == "order");
  CHECK(told.fields(0).value() == "4822824042113");
  CHECK(told.fields(0).span().begin() == 4);
  CHECK(told.fields(0).span().end() == 17);
  CHECK(told.fields(1).value() == "199.00 CNY");
  REQUIRE(told.intents_size() == 2);
  CHECK(told.intents(0).name() == "order_status");
  CHECK(told.intents(1).name() == "invoice");
  REQUIRE(told.intents(1).slots_size() == 2);
  CHECK(told.intents(1).slots(1).field() == 1);
  CHECK(told.intents(0).missing_slots_size() == 0);

  const std::string complaint = suite.Submit(text);
  const v1::Prediction batch = suite.Batch({complaint}).value().predictions(0);
  const v1::Prediction stored = suite.Get(absl::StrCat("predictions/", absl::StripPrefix(complaint, "complaints/"))).value();
  CHECK(stored.SerializeAsString() == batch.SerializeAsString());
  REQUIRE(stored.fields_size() == 2);
  CHECK(stored.fields(0).value().empty());
  CHECK(stored.fields(1).value().empty());
  CHECK(stored.fields(0).span().begin() == 4);
  CHECK(stored.intents_size() == 2);
  CHECK(stored.current_tags_size() == 0);
  CHECK(suite.Ask("SELECT count(*) FROM prediction WHERE encode(findings, 'escape') LIKE '%4822824042113%'") == "0");
}

TEST_CASE("a batch is read from intake, classified and stored without a word of it", "[classification]") {
  Suite suite;
  const std::string canary = "canary" + Uuid::Random().ToString().substr(0, 8);
  const std::string lost = suite.Submit("快递显示已签收，可我根本没收到，联系不上快递员 " + canary);
  const std::string refund = suite.Submit("退货半个月了，商家一直不给退款", 3);
  const v1::BatchClassifyResponse answer = suite.Batch({lost, refund}).value();
  REQUIRE(answer.predictions_size() == 2);
  CHECK(answer.missing_complaints_size() == 0);
  CHECK(answer.predictions(0).tag().l1() == "LOGISTICS");
  CHECK(answer.predictions(1).tag().l1() == "AFTER_SALES");
  CHECK(answer.predictions(1).severity() == type::v1::SEVERITY_URGENT);
  CHECK(answer.predictions(1).severity_reasons(0) == "vip");

  const std::string name = absl::StrCat("predictions/", absl::StripPrefix(lost, "complaints/"));
  CHECK(answer.predictions(0).name() == name);
  const v1::Prediction stored = suite.Get(name).value();
  CHECK(stored.SerializeAsString() == answer.predictions(0).SerializeAsString());
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "2");
  CHECK(suite.Ask("SELECT count(*) FROM prediction p WHERE p::text LIKE '%" + canary +
                  "%' OR encode(findings, 'escape') LIKE '%canary%'") == "0");
}

TEST_CASE("a complaint that was classified keeps its prediction", "[classification]") {
  Suite suite;
  const std::string complaint = suite.Submit("客服骂人，态度太差了");
  const v1::Prediction first = suite.Batch({complaint}).value().predictions(0);
  const std::string other = suite.Submit("APP一直闪退，下不了单");
  const v1::BatchClassifyResponse second = suite.Batch({other, complaint}).value();
  CHECK(second.predictions(1).SerializeAsString() == first.SerializeAsString());
  CHECK(second.predictions(1).create_time().seconds() == first.create_time().seconds());
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "2");
}

TEST_CASE("the same complaints classified by many at once have one prediction each", "[classification]") {
  Suite suite;
  std::vector<std::string> complaints;
  for (int i = 0; i < 40; ++i) complaints.push_back(suite.Submit(absl::StrCat("第", i, "次催，还没发货")));
  std::vector<std::string> answers(6);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < answers.size(); ++t) {
    threads.emplace_back([&, t] {
      std::vector<std::string> order = complaints;
      if (t % 2 == 1) std::reverse(order.begin(), order.end());
      const auto answer = suite.Batch(order);
      if (!answer.ok()) return;
      v1::BatchClassifyResponse sorted = *answer;
      if (t % 2 == 1) std::reverse(sorted.mutable_predictions()->begin(), sorted.mutable_predictions()->end());
      answers[t] = sorted.SerializeAsString();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) CHECK((!answer.empty() && answer == answers[0]));
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "40");
}

TEST_CASE("a complaint that intake does not know is missing, the others are answered", "[classification]") {
  Suite suite;
  const std::string known = suite.Submit("价格刚买就降了，要求补差价");
  const std::string unknown =
      absl::StrCat("complaints/", ComplaintNumber::Make(absl::CivilDay(2026, 1, 2), 99'000'001).value().ToString());
  const v1::BatchClassifyResponse answer = suite.Batch({unknown, known}).value();
  REQUIRE(answer.predictions_size() == 2);
  CHECK(answer.predictions(0).ByteSizeLong() == 0);
  CHECK(answer.predictions(1).has_tag());
  CHECK(answer.missing_complaints(0) == unknown);
  CHECK(ReasonOf(suite.Get(absl::StrCat("predictions/", absl::StripPrefix(unknown, "complaints/"))).status()) ==
        "PREDICTION_NOT_FOUND");
}

TEST_CASE("bad requests name every field at fault", "[classification]") {
  Suite suite;
  v1::ClassifyRequest request = TextRequest(std::string(20'001, 'x'));
  request.set_vip_level(4);
  request.mutable_amount_paid()->set_currency_code("yuan");
  request.mutable_amount_paid()->set_amount_minor(-1);
  const absl::Status status = suite.Classify(request).status();
  CHECK(absl::IsInvalidArgument(status));
  CHECK(FieldsOf(status) ==
        std::vector<std::string>{"text", "vip_level", "amount_paid.currency_code", "amount_paid.amount_minor"});
  CHECK(FieldsOf(suite.Classify(TextRequest("")).status()) == std::vector<std::string>{"text"});

  const std::string complaint = suite.Submit("发错货了");
  CHECK(FieldsOf(suite.Batch({}).status()) == std::vector<std::string>{"complaints"});
  CHECK(FieldsOf(suite.Batch(std::vector<std::string>(513, complaint)).status()) == std::vector<std::string>{"complaints"});
  CHECK(FieldsOf(suite.Batch({complaint, "complaints/261122-00000001-00", complaint}).status()) ==
        std::vector<std::string>{"complaints[1]", "complaints[2]"});
  CHECK(ReasonOf(suite.Get("predictions/261122-00000001-00").status()) == "WRONG_CHECK_DIGITS");
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "0");
}

v1::BatchClassifyRequest Texts(const std::vector<std::string>& texts) {
  v1::BatchClassifyRequest request;
  for (const std::string& text : texts) *request.add_texts() = TextRequest(text);
  return request;
}

TEST_CASE("many texts are classified in one call, in their order, and leave nothing behind", "[classification]") {
  Suite suite;
  std::vector<std::string> texts;
  for (int i = 0; i < 512; ++i) texts.push_back(i % 2 == 0 ? "快递显示已签收，可我根本没收到" : "退货半个月了，商家一直不给退款");
  const auto answer = suite.Call(kShop, suite.stub(), &v1::ClassificationService::Stub::BatchClassify, Texts(texts)).value();
  REQUIRE(answer.predictions_size() == 512);
  for (int i = 0; i < 512; ++i) {
    CHECK(answer.predictions(i).tag().l1() == (i % 2 == 0 ? "LOGISTICS" : "AFTER_SALES"));
    CHECK(answer.predictions(i).name().empty());
  }
  CHECK(answer.predictions(0).SerializeAsString() == suite.Classify(TextRequest(texts[0])).value().SerializeAsString());
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "0");
}

TEST_CASE("bad batches of texts name every field at fault", "[classification]") {
  Suite suite;
  const auto fields = [&](const v1::BatchClassifyRequest& request) {
    return FieldsOf(suite.Call(kShop, suite.stub(), &v1::ClassificationService::Stub::BatchClassify, request).status());
  };
  v1::BatchClassifyRequest request = Texts({"还没发货", "", "还没发货"});
  request.mutable_texts(2)->set_vip_level(4);
  CHECK(fields(request) == std::vector<std::string>{"texts[1].text", "texts[2].vip_level"});
  CHECK(fields(Texts(std::vector<std::string>(513, "a"))) == std::vector<std::string>{"texts"});
  CHECK(fields(Texts(std::vector<std::string>(200, std::string(20'000, 'a')))) == std::vector<std::string>{"texts"});
  request = Texts({"还没发货"});
  request.add_complaints("complaints/261122-00000001-25");
  CHECK(fields(request) == std::vector<std::string>{"texts"});
}

TEST_CASE("a back end has its texts classified, and no complaints", "[classification]") {
  Suite suite;
  const std::string complaint = suite.Submit("发错货了");
  CHECK(ReasonOf(suite.Batch({complaint}, kShop).status()) == "COMPLAINTS_FOR_SERVICES");
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "0");
}

absl::StatusOr<v1::Explanation> Explained(Suite& suite, const std::string& text, const std::string& complaint) {
  v1::ExplainPredictionRequest request;
  request.set_text(text);
  request.set_complaint(complaint);
  return suite.Call(kAgent, suite.stub(), &v1::ClassificationService::Stub::ExplainPrediction, request);
}

TEST_CASE("the words that decided are told of a text, and only their places of a complaint", "[classification]") {
  Suite suite;
  const std::string text = "退款一直不到帳，客服也不理";
  const v1::Explanation of_text = Explained(suite, text, "").value();
  REQUIRE(of_text.words_size() > 0);
  CHECK(of_text.tag().l1() == suite.Classify(TextRequest(text)).value().tag().l1());
  for (const v1::Explanation::Word& word : of_text.words()) CHECK(absl::StrContains(text, word.text()));

  const std::string complaint = suite.Submit(text);
  v1::Explanation of_complaint = Explained(suite, "", complaint).value();
  v1::Explanation without_words = of_text;
  for (v1::Explanation::Word& word : *without_words.mutable_words()) word.clear_text();
  CHECK(of_complaint.SerializeAsString() == without_words.SerializeAsString());

  const std::string unknown =
      absl::StrCat("complaints/", ComplaintNumber::Make(absl::CivilDay(2026, 1, 2), 99'000'001).value().ToString());
  CHECK(ReasonOf(Explained(suite, "", unknown).status()) == "COMPLAINT_NOT_FOUND");
  CHECK(FieldsOf(Explained(suite, "", "").status()) == std::vector<std::string>{"text"});
  CHECK(FieldsOf(Explained(suite, "x", "complaints/261122-00000001-00").status()) ==
        std::vector<std::string>{"text", "complaint"});
  CHECK(FieldsOf(Explained(suite, std::string(5'001, 'x'), "").status()) == std::vector<std::string>{"text"});
}

TEST_CASE("only routing and casework have batches classified", "[classification]") {
  Suite suite;
  const As as = GENERATE(As{"services/outreach", "SERVICE"}, As{"agents/a-li", "SPECIALIST"}, As{"agents/root", "ADMIN"});
  CHECK(absl::IsPermissionDenied(suite.Batch({"complaints/261122-00000001-00"}, as).status()));
}

TEST_CASE("taxonomy and model are told", "[classification]") {
  Suite suite;
  const auto taxonomy =
      suite.Call(kAgent, suite.stub(), &v1::ClassificationService::Stub::GetTaxonomy, v1::GetTaxonomyRequest()).value();
  CHECK(taxonomy.level1_size() == 9);
  CHECK(taxonomy.level1(1).team() == "teams/logistics");
  const As manager{"agents/boss", "MANAGER"};
  const auto model = suite.Call(manager, suite.stub(), &v1::ClassificationService::Stub::GetModel, v1::GetModelRequest()).value();
  CHECK(model.taxonomy_version() == taxonomy.version());
  CHECK(model.version().size() == 16);
  CHECK(model.training_text_count() >= 2'000);
  CHECK(model.abstain_below() > 0);
  CHECK(model.state() == v1::Model::STATE_SERVING);
  CHECK(model.name() == "models/" + model.version());
}

TEST_CASE("the database itself refuses a class outside of the taxonomy, and changes", "[classification]") {
  Suite suite;
  const auto insert = [](const std::string& l2) {
    return "SELECT insert_predictions('{261122-00000001-25}', '0123456789abcdef', (SELECT min(version) FROM taxonomy_class), "
           "'{LOGISTICS}', "
           "'{" +
           l2 +
           "}', '{0.9}', '{AFTER_SALES}', '{REFUND}', '{0.1}', '{f}', '{t}', '{1}', '{\"\"}', '{zh}', '{logistics}', '{\"\"}', "
           "now())";
  };
  CHECK(ReasonOf(suite.Try(insert("WEATHER"))) == "UNKNOWN_TAG");
  CHECK(suite.Ask("SELECT count(*) FROM prediction") == "0");
  REQUIRE(suite.Try(insert("LOST")).ok());
  CHECK(ReasonOf(suite.Try("UPDATE prediction SET l2 = 'DELAYED'")) == "IMMUTABLE");
  CHECK(ReasonOf(suite.Try("UPDATE taxonomy_class SET l2 = 'WEATHER' WHERE l2 = 'LOST'")) == "IMMUTABLE");
}

TEST_CASE("a service without a sound model does not start", "[classification]") {
  rpc::HostConfig host;
  host.metrics.address = "";
  auto process = rpc::Process::Create(host).value();
  Config config;
  config.pg.connection = Postgres().connection();
  config.classification.data_dir = kData;
  config.classification.model_dir = "/nonexistent";
  CHECK(ReasonOf(process->Bind("classification", [&](rpc::Host& h) { return Bind(config, h); })) == "MODEL_MISSING");
}

}  // namespace
}  // namespace redress::classification
