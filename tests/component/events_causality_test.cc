// Two logs that answer each other, read by a third service: whatever the order in which the streams arrive, the state is the
// same. Without `after` it is not, which shows that the test can tell.
#include <atomic>
#include <catch2/catch.hpp>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tests/component/events_fixture.h"

namespace redress::test {
namespace {

constexpr char kAnswer[] = "redress.test.v1.Answered";
constexpr int kQuestions = 40;

// Lets through a random part of what it is asked for, sometimes nothing; may forget causality.
class ShufflingFeed final : public events::FeedReader {
 public:
  ShufflingFeed(FeedReader& inner, unsigned seed, bool forget_causality, const std::string& late)
      : inner_(inner), random_(seed), forget_(forget_causality), late_(late) {}

  absl::StatusOr<events::ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                          int limit) override {
    ASSIGN_OR_RETURN(events::ReadResult result, inner_.Read(source, epoch, partition, after, limit));
    const unsigned share = source == late_ ? 2 : 6;
    result.events.resize(std::min<size_t>(result.events.size(), random_() % share));
    for (events::Event& event : result.events) {
      if (forget_) {
        event.after.clear();
      }
    }
    return result;
  }
  absl::StatusOr<events::HeadResult> Head(const std::string& source) override { return inner_.Head(source); }

 private:
  FeedReader& inner_;
  std::mt19937 random_;
  const bool forget_;
  const std::string late_;
};

// A feed whose source `absent` cannot be reached before it is `there`.
class AbsentFeed final : public events::FeedReader {
 public:
  AbsentFeed(FeedReader& inner, std::string absent) : inner_(inner), absent_(std::move(absent)) {}
  std::atomic<bool> there{false};

  absl::StatusOr<events::ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                          int limit) override {
    if (source == absent_ && !there) return absl::UnavailableError("not there");
    return inner_.Read(source, epoch, partition, after, limit);
  }
  absl::StatusOr<events::HeadResult> Head(const std::string& source) override {
    if (source == absent_ && !there) return absl::UnavailableError("not there");
    return inner_.Head(source);
  }

 private:
  FeedReader& inner_;
  const std::string absent_;
};

// Says an answer to every question that it hears.
void Answer(const events::Event& event, std::vector<events::NewEvent>* out) {
  events::NewEvent answer;
  answer.partition = event.partition;
  answer.type = kAnswer;
  answer.subject = event.subject;
  answer.data = event.data;
  out->push_back(answer);
}

// A question must be there when its answer comes: what a projection relies on.
class Projection final : public events::Handler {
 public:
  std::vector<std::string> Types() const override { return {kType, kAnswer}; }
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events, std::vector<events::NewEvent>*) override {
    for (const events::Event& event : events) {
      if (event.type == kType) {
        transaction.exec_params("INSERT INTO recorded (subject, data, sequence) VALUES ($1, $2, 0)", event.subject, event.data);
      } else if (transaction
                     .exec_params("UPDATE recorded SET sequence = 1 WHERE subject = $1 AND data = $2", event.subject, event.data)
                     .affected_rows() != 1) {
        return Error(absl::StatusCode::kFailedPrecondition, "ANSWER_WITHOUT_QUESTION", "the effect came before its cause");
      }
    }
    return absl::OkStatus();
  }
};

std::string StateAfter(Service& asking, Service& answering, events::FeedReader& feed, int* parked) {
  Service projecting("projecting");
  Projection projection;
  events::ConsumerOptions options = projecting.ConsumerOptions({answering.schema, asking.schema});
  options.poll_every = absl::Milliseconds(10);
  options.batch = 7;
  options.parked_subjects_a_minute_max = 1000;
  events::Consumer reader(projecting.pool, feed, projection, options);
  reader.Start();
  CHECK(CaughtUp(projecting, "test", asking));
  CHECK(CaughtUp(projecting, "test", answering));
  reader.Stop();
  *parked = std::stoi(projecting.Ask("SELECT count(*) FROM parked_event"));
  return projecting.Ask("SELECT md5(string_agg(subject || data || sequence, ',' ORDER BY subject, data)) FROM recorded");
}

}  // namespace

TEST_CASE("Shuffled delivery between two sources gives the same state; without causality it does not", "[events]") {
  Service asking("asking");
  Service answering("answering");
  RecordingHandler answerer;
  answerer.answer = Answer;
  for (int i = 0; i < kQuestions; ++i) {
    REQUIRE(asking.Say(i % kPartitions, absl::StrCat("cases/", i % 10), std::to_string(i)).ok());
  }
  {
    events::Consumer reader(answering.pool, *asking.feed, answerer, answering.ConsumerOptions({asking.schema}));
    reader.Start();
    REQUIRE(CaughtUp(answering, "test", asking));
  }
  // The library has filled in what was heard before each answer.
  const auto answers = events::ReadLog(answering.pool, answering.log, {{0, 0}}, 100);
  REQUIRE(answers.ok());
  REQUIRE_FALSE(answers->empty());
  for (const events::Event& event : *answers) {
    REQUIRE(event.after.size() == 1);
    CHECK(event.after[0].source == asking.log.source);
    CHECK(event.after[0].sequence >= event.sequence);
  }

  events::RoutedFeedReader routed({{asking.log.source, asking.feed.get()}, {answering.log.source, answering.feed.get()}});
  int parked = 0;
  const std::string reference = StateAfter(asking, answering, routed, &parked);
  CHECK(parked == 0);
  for (unsigned seed = 1; seed <= 4; ++seed) {
    ShufflingFeed feed(routed, seed, /*forget_causality=*/false, seed % 2 == 0 ? asking.log.source : answering.log.source);
    CHECK(StateAfter(asking, answering, feed, &parked) == reference);
    CHECK(parked == 0);
  }
  ShufflingFeed forgetful(routed, 5, /*forget_causality=*/true, asking.log.source);
  CHECK(StateAfter(asking, answering, forgetful, &parked) != reference);
  CHECK(parked > 0);
}

TEST_CASE("A source that is not there yet, or not any more, holds up no other; what was said after it waits for it", "[events]") {
  Service asking("asking");
  Service answering("answering");
  Service consumer("consumer");
  RecordingHandler handler, answerer;
  answerer.answer = [](const events::Event& event, std::vector<events::NewEvent>* out) {
    Answer(event, out);
    out->back().type = kType;
  };
  const auto recorded = [&](const std::string& data) {
    return Eventually(kPatience,
                      [&] { return consumer.Ask("SELECT count(*) FROM recorded WHERE data = '" + data + "'") == "1"; });
  };
  events::RoutedFeedReader routed({{asking.log.source, asking.feed.get()}, {answering.log.source, answering.feed.get()}});
  AbsentFeed feed(routed, asking.log.source);
  auto reader = std::make_unique<events::Consumer>(consumer.pool, feed, handler,
                                                   consumer.ConsumerOptions({asking.schema, answering.schema}));
  reader->Start();
  REQUIRE(answering.Say(1, "cases/1", "first").ok());
  CHECK(recorded("first"));
  // A question that the consumer cannot read yet, and its answer, which it can.
  REQUIRE(asking.Say(2, "cases/2", "question").ok());
  events::Consumer replying(answering.pool, *asking.feed, answerer, answering.ConsumerOptions({asking.schema}));
  replying.Start();
  REQUIRE(CaughtUp(answering, "test", asking));
  REQUIRE(answering.Say(3, "cases/3", "second").ok());
  CHECK(recorded("second"));
  CHECK(consumer.Ask("SELECT count(*) FROM recorded WHERE data = 'question'") == "0");
  CHECK(reader->health() == absl::OkStatus());
  feed.there = true;
  CHECK(CaughtUp(consumer, "test", asking));
  CHECK(CaughtUp(consumer, "test", answering));
  CHECK(consumer.Ask("SELECT string_agg(source, ',' ORDER BY ordinal) FROM recorded WHERE data = 'question'") ==
        asking.log.source + "," + answering.log.source);
  // It is known by now, and gone again.
  reader->Stop();
  feed.there = false;
  reader = std::make_unique<events::Consumer>(consumer.pool, feed, handler,
                                              consumer.ConsumerOptions({asking.schema, answering.schema}));
  reader->Start();
  REQUIRE(answering.Say(4, "cases/4", "third").ok());
  CHECK(recorded("third"));
  feed.there = true;
  REQUIRE(asking.Say(2, "cases/2", "again").ok());
  CHECK(CaughtUp(consumer, "test", asking));
  REQUIRE(CaughtUp(answering, "test", asking));
  replying.Stop();
  CHECK(CaughtUp(consumer, "test", answering));
  for (Service* source : {&asking, &answering}) CHECK(CheckAppliedOnce(consumer, *source) == std::vector<std::string>{});
}

TEST_CASE("What an API handler says carries what the service's consumer had applied", "[events]") {
  Service asking("asking");
  Service answering("answering");
  RecordingHandler handler;
  REQUIRE(asking.Say(1, "cases/1", "q").ok());
  REQUIRE(answering.Say(1, "cases/1", "before").ok());
  events::Consumer reader(answering.pool, *asking.feed, handler, answering.ConsumerOptions({asking.schema}));
  reader.Start();
  REQUIRE(CaughtUp(answering, "test", asking));
  REQUIRE(answering.Say(1, "cases/1", "a").ok());
  REQUIRE(answering.Say(2, "cases/2", "b").ok());
  const auto said = events::ReadLog(answering.pool, answering.log, {{1, 0}, {2, 0}}, 10);
  REQUIRE(said.ok());
  REQUIRE(said->size() == 3);
  CHECK((*said)[0].after.empty());
  CHECK((*said)[1].after == std::vector<events::Position>{{asking.log.source, asking.log.epoch, 1}});
  CHECK((*said)[2].after.empty());
}

}  // namespace redress::test
