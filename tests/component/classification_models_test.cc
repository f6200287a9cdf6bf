// Which model serves, with real PostgreSQL: comparing, promoting and rolling back under load, on two replicas, after a restart,
// and with models that are damaged.
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "libs/base/machine_time.h"
#include "services/classification/model/model_file.h"
#include "services/classification/models/model_shelf.h"
#include "tests/component/classification_suite.h"

namespace redress::classification {
namespace {

using Stub = v1::ClassificationService::Stub;
namespace fs = std::filesystem;

// A folder of models, and models that differ from the release's in what a test wants.
class Shelf {
 public:
  std::string path() const { return folder_.path(); }
  const std::string& release() const { return release_->release()->model().version(); }
  // Like the release's, but that it abstains a little more; `spoil` makes it say something else of every text.
  std::string Add(double more, bool spoil = false) {
    ModelParts parts = release_->release()->model().parts();
    parts.abstain_below += more;
    if (more >= 1) parts.thresholds.clear();
    if (spoil) {
      for (float& bias : parts.rows.bias()) bias = 0;
      parts.rows.bias()[0] = 100;
    }
    const std::string version = WriteModel(parts, path() + "/new").value();
    fs::rename(path() + "/new", path() + "/" + version);
    return version;
  }

 private:
  redress::test::PrivateFolder folder_{"models"};
  std::unique_ptr<ModelShelf> release_ = ModelShelf::Open({kData, kModel, ""}).value();
};

absl::StatusOr<v1::Evaluation> Evaluate(Suite& suite, const std::string& version) {
  v1::EvaluateModelRequest request;
  request.set_name("models/" + version);
  return suite.Call(kManager, suite.stub(), &Stub::EvaluateModel, request);
}

v1::PromoteModelRequest Promotion(const std::string& version) {
  v1::PromoteModelRequest request;
  request.set_name("models/" + version);
  request.set_request_id(Uuid::Random().ToString());
  request.set_reason("better on the held-out texts");
  return request;
}
absl::StatusOr<v1::Model> Promote(Suite& suite, const std::string& version) {
  return suite.Call(kManager, suite.stub(), &Stub::PromoteModel, Promotion(version));
}

absl::StatusOr<v1::Model> Rollback(Suite& suite) {
  v1::RollbackModelRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_reason("worse in real life");
  return suite.Call(kManager, suite.stub(), &Stub::RollbackModel, request);
}

std::string Serving(Suite& suite) {
  return suite.Call(kManager, suite.stub(), &Stub::GetModel, v1::GetModelRequest()).value().version();
}

v1::ListModelsResponse List(Suite& suite) {
  return suite.Call(kManager, suite.stub(), &Stub::ListModels, v1::ListModelsRequest()).value();
}

// Until the replica serves that model.
void AwaitServing(Suite& suite, const std::string& version) {
  const Deadline deadline = Deadline::After(kPatience);
  Stopper stopper;
  while (Serving(suite) != version) {
    REQUIRE_FALSE(deadline.Expired());
    stopper.WaitFor(absl::Milliseconds(10));
  }
}

TEST_CASE("a model is promoted once it was compared, and rolled back", "[classification]") {
  Shelf shelf;
  Suite suite(FreshDatabase(), shelf.path());
  const std::string next = shelf.Add(0.001);
  CHECK(ReasonOf(Promote(suite, next).status()) == "NOT_EVALUATED");
  CHECK(ReasonOf(Rollback(suite).status()) == "NOTHING_TO_ROLL_BACK");
  const v1::Evaluation evaluation = Evaluate(suite, next).value();
  CAPTURE(evaluation.ShortDebugString());
  CHECK(evaluation.promotable());
  CHECK(evaluation.serving_model() == "models/" + shelf.release());
  CHECK(evaluation.held_out().text_count() > 300);
  CHECK(evaluation.held_out().candidate().l1_macro_f1() == Approx(evaluation.held_out().serving().l1_macro_f1()));
  CHECK(evaluation.held_out().candidate().micros_per_text() > 0);
  CHECK(evaluation.held_out().classes_size() > 5);
  CHECK(evaluation.corrections().text_count() == 0);

  const std::string complaint = suite.Submit("退款一直不到账");
  CHECK(suite.Batch({complaint}).value().predictions(0).model_version() == shelf.release());
  const v1::PromoteModelRequest promotion = Promotion(next);
  const v1::Model promoted = suite.Call(kManager, suite.stub(), &Stub::PromoteModel, promotion).value();
  CHECK(promoted.state() == v1::Model::STATE_SERVING);
  CHECK(suite.Call(kManager, suite.stub(), &Stub::PromoteModel, promotion).value().version() == next);  // the same request
  CHECK(suite.Ask("SELECT count(*) FROM model_change") == "1");
  v1::PromoteModelRequest other = promotion;
  other.set_reason("another");
  CHECK(ReasonOf(suite.Call(kManager, suite.stub(), &Stub::PromoteModel, other).status()) == "REQUEST_ID_REUSED");
  CHECK(ReasonOf(Promote(suite, next).status()) == "ALREADY_SERVING");
  CHECK(suite.Batch({complaint}).value().predictions(0).model_version() == next);
  CHECK(suite.Ask("SELECT count(DISTINCT model_version) FROM prediction") == "2");  // each keeps its own

  CHECK(Rollback(suite).value().version() == shelf.release());
  CHECK(Serving(suite) == shelf.release());
  const v1::ListModelsResponse listed = List(suite);
  REQUIRE(listed.models_size() == 2);
  CHECK(listed.models(0).version() == shelf.release());
  CHECK(listed.models(0).state() == v1::Model::STATE_SERVING);
  CHECK(listed.models(1).state() == v1::Model::STATE_AVAILABLE);
  CHECK(listed.models(1).evaluated());
  REQUIRE(listed.changes_size() == 2);
  CHECK(listed.changes(0).rollback());
  CHECK(listed.changes(0).reason() == "worse in real life");
  CHECK(listed.changes(1).actor() == kManager.subject);
  CHECK(ReasonOf(suite.Try("UPDATE model_change SET reason = 'x'")) == "IMMUTABLE");
  CHECK(ReasonOf(Rollback(suite).status()) == "NOTHING_TO_ROLL_BACK");
}

TEST_CASE("a model that is worse is refused, and so is one that is damaged or unknown", "[classification]") {
  Shelf shelf;
  Suite suite(FreshDatabase(), shelf.path());
  const std::string worse = shelf.Add(0.002, true);
  const v1::Evaluation evaluation = Evaluate(suite, worse).value();
  CHECK_FALSE(evaluation.promotable());
  CHECK(evaluation.objections_size() > 0);
  CHECK(evaluation.worse_size() > 5);
  CHECK(ReasonOf(Promote(suite, worse).status()) == "NOT_PROMOTABLE");

  const std::string damaged = shelf.Add(0.003);
  std::ofstream(shelf.path() + "/" + damaged + "/model.bin", std::ios::app) << "x";
  CHECK(ReasonOf(Evaluate(suite, damaged).status()) == "MODEL_DAMAGED");
  CHECK(ReasonOf(Promote(suite, damaged).status()) == "MODEL_DAMAGED");
  CHECK(ReasonOf(Promote(suite, "0123456789abcdef").status()) == "MODEL_NOT_FOUND");
  v1::PromoteModelRequest request;
  request.set_name("model");
  CHECK(FieldsOf(suite.Call(kManager, suite.stub(), &Stub::PromoteModel, request).status()) ==
        std::vector<std::string>{"request_id", "name", "reason"});
  CHECK(Serving(suite) == shelf.release());
  bool told = false;
  const v1::ListModelsResponse listed = List(suite);
  for (const v1::Model& model : listed.models()) told = told || (model.version() == damaged && !model.fault().empty());
  CHECK(told);
}

TEST_CASE("no call fails and none mixes models while models are exchanged", "[classification]") {
  Shelf shelf;
  Suite suite(FreshDatabase(), shelf.path());
  const std::string next = shelf.Add(0.001);
  REQUIRE(Evaluate(suite, next).value().promotable());
  std::atomic<bool> stop{false};
  std::atomic<int> failed{0}, mixed{0}, calls{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 3; ++c) {
    callers.emplace_back([&] {
      v1::BatchClassifyRequest request;
      for (int i = 0; i < 32; ++i) *request.add_texts() = TextRequest("快递显示已签收，可我根本没收到");
      while (!stop) {
        const auto answer = suite.Call(kShop, suite.stub(), &Stub::BatchClassify, request);
        ++calls;
        if (!answer.ok()) {
          ++failed;
          continue;
        }
        for (const v1::Prediction& one : answer->predictions()) {
          mixed += one.model_version() != answer->predictions(0).model_version() ? 1 : 0;
        }
      }
    });
  }
  for (int round = 0; round < 5; ++round) {
    CHECK(Promote(suite, next).ok());
    CHECK(Rollback(suite).ok());
  }
  const int seen = calls;
  while (calls < seen + 10) std::this_thread::yield();
  stop = true;
  for (std::thread& caller : callers) caller.join();
  CHECK(failed == 0);
  CHECK(mixed == 0);
  CHECK(suite.Ask("SELECT count(*) FROM model_change") == "10");
}

TEST_CASE("every replica follows, and one that starts anew serves what was promoted", "[classification]") {
  Shelf shelf;
  const std::string database = FreshDatabase();
  Suite first(database, shelf.path());
  Suite second(database, shelf.path(), first.ring());
  const std::string next = shelf.Add(0.001);
  REQUIRE(Evaluate(first, next).value().promotable());
  REQUIRE(Promote(second, next).ok());  // compared by one replica, promoted by another
  CHECK(Serving(second) == next);
  AwaitServing(first, next);
  {
    Suite third(database, shelf.path(), first.ring());
    CHECK(Serving(third) == next);
  }
  REQUIRE(Rollback(first).ok());
  AwaitServing(second, shelf.release());
}

TEST_CASE("what does not load leaves the former serving", "[classification]") {
  Shelf shelf;
  Shelf empty;
  const std::string database = FreshDatabase();
  Suite suite(database, shelf.path());
  const std::string next = shelf.Add(0.001);
  REQUIRE(Evaluate(suite, next).value().promotable());
  REQUIRE(Promote(suite, next).ok());
  fs::remove_all(shelf.path() + "/" + next);  // a replica without the file
  {
    Suite without(database, empty.path(), suite.ring());
    CHECK(Serving(without) == shelf.release());
    CHECK(without.Classify(TextRequest("还没发货")).ok());
  }
  CHECK(Serving(suite) == next);
}

TEST_CASE("a shadow sees live complaints and nothing of it is stored with them", "[classification]") {
  Shelf shelf;
  Suite suite(FreshDatabase(), shelf.path());
  const std::string shadow = shelf.Add(1.0);  // abstains always
  v1::ShadowModelRequest request;
  request.set_name("models/" + shadow);
  request.set_request_id(Uuid::Random().ToString());
  const auto started = suite.Call(kManager, suite.stub(), &Stub::ShadowModel, request).value();
  CHECK(started.name() == "models/" + shadow);
  CHECK(started.text_count() == 0);
  const std::string complaint = suite.Submit("退款一直不到账");
  CHECK(suite.Batch({complaint}).value().predictions(0).model_version() == shelf.release());
  v1::Shadow seen;
  const Deadline deadline = Deadline::After(kPatience);
  while (seen.text_count() == 0) {
    REQUIRE_FALSE(deadline.Expired());
    seen = suite.Call(kManager, suite.stub(), &Stub::GetShadow, v1::GetShadowRequest()).value();
  }
  CHECK(seen.text_count() == 1);
  CHECK(seen.l1_agree_count() == 1);
  CHECK(seen.tag_agree_count() == 1);
  CHECK(seen.abstain_count() == 1);
  CHECK(seen.micros_per_text() > 0);
  CHECK(seen.serving_micros_per_text() > 0);
  CHECK(suite.Ask("SELECT string_agg(DISTINCT model_version, ',') FROM prediction") == shelf.release());

  request.set_name("models/" + shelf.release());
  request.set_request_id(Uuid::Random().ToString());
  CHECK(ReasonOf(suite.Call(kManager, suite.stub(), &Stub::ShadowModel, request).status()) == "ALREADY_SERVING");
  request.clear_name();
  request.set_request_id(Uuid::Random().ToString());
  CHECK(suite.Call(kManager, suite.stub(), &Stub::ShadowModel, request).value().name().empty());
  CHECK(suite.Ask("SELECT count(*) FROM shadow_run WHERE end_time IS NOT NULL") == "1");
}

}  // namespace
}  // namespace redress::classification
