#include "tests/bench/calls.h"

#include <atomic>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "echo.grpc.pb.h"
#include "floor.grpc.pb.h"
#include "libs/base/uuid.h"
#include "redress/compensation/v1/policy_service.grpc.pb.h"
#include "tests/bench/trials.h"

namespace redress::bench {
namespace {

constexpr size_t kProposers = 10'000;
constexpr size_t kPartitions = 64;
constexpr size_t kTrials = 20'000;

// Names that are used one after another, by all channels together.
struct Turn {
  std::vector<std::string> names;
  std::atomic<size_t> count{0};
};

uint64_t RandomNumber() {
  uint64_t number = 0;
  const Uuid uuid = Uuid::Random();
  std::memcpy(&number, uuid.bytes().data(), sizeof(number));
  return number;
}

// One call with everything that must live until it ends, which it tells `ended(status, request, response)`.
template <typename Request, typename Response, typename Ended>
class Call final : public CallInFlight {
 public:
  Call(std::unique_ptr<grpc::ClientContext> context, Ended ended) : context_(std::move(context)), ended_(std::move(ended)) {}

  Request& request() { return request_; }
  // `begin(context, request)` gives the reader of the answer. To be called once; the call destroys itself at its end.
  template <typename Begin>
  void Start(Begin&& begin) {
    reader_ = begin(context_.get(), request_);
    reader_->Finish(&response_, &status_, this);
  }
  void End() override {
    const std::unique_ptr<Call> self(this);
    ended_(status_, request_, response_);
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  Request request_;
  Response response_;
  grpc::Status status_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader_;
  Ended ended_;
};

constexpr auto kUnseen = [](Clock::time_point, const auto&, const auto&) { return grpc::Status::OK; };

// The starter of one method's calls on one channel. `invoke(stub, context, request, queue)` begins a call; `fill(request)` says
// what is sent; `seen(due, request, response)` is told of each that was answered, and says whether the answer is good.
template <typename Service, typename Request, typename Response, typename Invoke, typename Fill,
          typename Seen = decltype(kUnseen)>
Connect CallsOf(Invoke invoke, Fill fill, Seen seen = kUnseen) {
  return [invoke, fill, seen](const std::shared_ptr<grpc::Channel>& channel, grpc::CompletionQueue* ends) -> StartCall {
    const std::shared_ptr<typename Service::Stub> stub = Service::NewStub(channel);
    return [stub, ends, invoke, fill, seen](std::unique_ptr<grpc::ClientContext> context, Clock::time_point due,
                                            std::function<void(const grpc::Status&)> done) {
      auto ended = [seen, due, done = std::move(done)](const grpc::Status& status, const Request& request,
                                                       const Response& response) {
        done(status.ok() ? seen(due, request, response) : status);
      };
      auto* call = new Call<Request, Response, decltype(ended)>(std::move(context), std::move(ended));
      fill(call->request());
      call->Start([&](grpc::ClientContext* with, const Request& request) { return invoke(*stub, with, request, ends); });
    };
  };
}

// Gives a complaint that was read, or the same one each time, who says it and an order of its own: one of a million customers,
// so that every complaint is a case of its own. Thread safe.
void Personalize(intake::v1::SubmitComplaintRequest& request) {
  request.set_request_id(Uuid::Random().ToString());
  request.mutable_complaint()->mutable_customer()->set_id(absl::StrCat("c", RandomNumber() % 1000000));
  request.mutable_complaint()->clear_orders();
  request.mutable_complaint()->add_orders(absl::StrCat("o", RandomNumber()));
}

}  // namespace

std::string FloorText() {
  std::string text;
  for (int i = 0; i < 34; ++i) text += "投诉";
  return text;
}

Connect EchoCalls(const std::string& method, const std::string& payload, int answer_bytes) {
  const auto fill = [payload](auto& request) { request.set_payload(payload); };
  if (method == "floor-echo") {
    return CallsOf<floor::v1::EchoService, floor::v1::EchoLaterRequest, floor::v1::EchoResponse>(
        [](auto& stub, auto&&... rest) { return stub.AsyncEchoLater(std::forward<decltype(rest)>(rest)...); }, fill);
  }
  if (method == "echo-later") {
    return CallsOf<v1::EchoService, v1::EchoLaterRequest, v1::EchoResponse>(
        [](auto& stub, auto&&... rest) { return stub.AsyncEchoLater(std::forward<decltype(rest)>(rest)...); },
        [fill, answer_bytes](auto& request) {
          fill(request);
          request.set_answer_bytes(answer_bytes);
        });
  }
  return CallsOf<v1::EchoService, v1::EchoRequest, v1::EchoResponse>(
      [](auto& stub, auto&&... rest) { return stub.AsyncEcho(std::forward<decltype(rest)>(rest)...); }, fill);
}

Connect SubmitCalls(const std::string& text) {
  return CallsOf<intake::v1::IntakeService, intake::v1::SubmitComplaintRequest, intake::v1::Complaint>(
      [](auto& stub, auto&&... rest) { return stub.AsyncSubmitComplaint(std::forward<decltype(rest)>(rest)...); },
      [text](auto& request) {
        request.mutable_complaint()->set_channel(redress::type::v1::CHANNEL_APP);
        request.mutable_complaint()->set_text(text);
        Personalize(request);
      });
}

Connect ComplaintCalls(std::vector<intake::v1::SubmitComplaintRequest> complaints,
                       std::function<void(Clock::time_point due, const intake::v1::Complaint&)> acknowledged) {
  const auto all = std::make_shared<const std::vector<intake::v1::SubmitComplaintRequest>>(std::move(complaints));
  const auto next = std::make_shared<std::atomic<size_t>>(0);
  return CallsOf<intake::v1::IntakeService, intake::v1::SubmitComplaintRequest, intake::v1::Complaint>(
      [](auto& stub, auto&&... rest) { return stub.AsyncSubmitComplaint(std::forward<decltype(rest)>(rest)...); },
      [all, next](auto& request) {
        request = (*all)[(*next)++ % all->size()];
        Personalize(request);
      },
      [acknowledged = std::move(acknowledged)](Clock::time_point due, const auto&, const auto& response) {
        acknowledged(due, response);
        return grpc::Status::OK;
      });
}

Connect AdvanceCalls(std::vector<std::string> cases) {
  using casework::v1::Case;
  const auto turn = std::make_shared<Turn>();
  turn->names = std::move(cases);
  return CallsOf<casework::v1::CaseworkService, casework::v1::AdvanceCaseRequest, Case>(
      [](auto& stub, auto&&... rest) { return stub.AsyncAdvanceCase(std::forward<decltype(rest)>(rest)...); },
      [turn](auto& request) {
        const size_t number = turn->count.fetch_add(1);
        const size_t round = number / turn->names.size();
        request.set_request_id(Uuid::Random().ToString());
        request.set_name(turn->names[number % turn->names.size()]);
        request.set_to_state(round % 2 == 0 ? Case::STATE_VERIFYING : Case::STATE_INVESTIGATING);
        request.set_reason("继续核实");
      });
}

Connect ClassifyCalls(std::vector<std::string> texts, int texts_per_call) {
  using classification::v1::BatchClassifyRequest;
  // Made once: what is measured is the service, and what its client cannot do without.
  const auto batch = std::make_shared<BatchClassifyRequest>();
  for (int i = 0; i < texts_per_call; ++i) batch->add_texts()->set_text(texts[static_cast<size_t>(i) % texts.size()]);
  return CallsOf<classification::v1::ClassificationService, BatchClassifyRequest, classification::v1::BatchClassifyResponse>(
      [](auto& stub, auto&&... rest) { return stub.AsyncBatchClassify(std::forward<decltype(rest)>(rest)...); },
      [batch](auto& request) { request = *batch; });
}

Connect GrantCalls(std::vector<std::string> quotations) {
  const auto turn = std::make_shared<Turn>();
  turn->names = std::move(quotations);
  return CallsOf<compensation::v1::CompensationService, compensation::v1::CommitGrantRequest, compensation::v1::Grant>(
      [](auto& stub, auto&&... rest) { return stub.AsyncCommitGrant(std::forward<decltype(rest)>(rest)...); },
      [turn](auto& request) {
        const size_t number = turn->count.fetch_add(1);
        request.set_request_id(Uuid::Random().ToString());
        if (number < turn->names.size()) request.set_quotation(turn->names[number]);
        request.set_option("1");
        request.set_proposer(absl::StrCat("agents/a-", number % kProposers));
        request.set_plan_hash(std::string(64, 'b'));
        request.mutable_case_total()->set_currency_code("CNY");
        request.mutable_case_total()->set_amount_minor(100);
        request.set_partition(static_cast<int>(number % kPartitions));
      });
}

Connect QuoteCalls(std::vector<std::string> orders, CallSizes* sizes) {
  const auto turn = std::make_shared<Turn>();
  turn->names = std::move(orders);
  const std::string of_this_run = absl::StrCat("q-", absl::Hex(RandomNumber()), "-");
  return CallsOf<compensation::v1::CompensationService, compensation::v1::QuoteRequest, compensation::v1::Quotation>(
      [](auto& stub, auto&&... rest) { return stub.AsyncQuote(std::forward<decltype(rest)>(rest)...); },
      [turn, of_this_run](auto& request) {
        const size_t number = turn->count.fetch_add(1);
        request.set_request_id(Uuid::Random().ToString());
        request.set_case_(absl::StrCat("cases/", of_this_run, number));
        request.mutable_cause()->set_l1("LOGISTICS");
        request.mutable_cause()->set_l2("DELAYED");
        auto& line = *request.add_lines();
        line.set_order(turn->names[number % turn->names.size()]);
        line.set_line("1");
        request.set_customer(
            absl::StrCat(absl::Hex(RandomNumber(), absl::kZeroPad16), absl::Hex(RandomNumber(), absl::kZeroPad16)));
        request.set_channel("APP");
      },
      [sizes](Clock::time_point, const auto& request, const auto& response) {
        sizes->See(request, response);
        return grpc::Status::OK;
      });
}

Connect EvaluateCalls(CallSizes* sizes) {
  const auto trials = std::make_shared<const std::vector<Trial>>(MakeTrials(kTrials));
  const auto next = std::make_shared<std::atomic<size_t>>(0);
  return CallsOf<compensation::v1::PolicyService, const Trial*, compensation::v1::Quotation>(
      [](auto& stub, grpc::ClientContext* context, const Trial* trial, grpc::CompletionQueue* ends) {
        return stub.AsyncEvaluatePolicy(context, trial->request, ends);
      },
      [trials, next](const Trial*& trial) { trial = &(*trials)[next->fetch_add(1) % trials->size()]; },
      [sizes](Clock::time_point, const Trial* trial, const auto& response) {
        sizes->See(trial->request, response);
        if (IsAnswer(*trial, response)) return grpc::Status::OK;
        return grpc::Status(grpc::StatusCode::DATA_LOSS, "an answer that is not the policy's");
      });
}

std::vector<std::string> ReadLines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string ReadToken(const std::string& path) {
  std::string token;
  std::ifstream(path) >> token;
  return token;
}

}  // namespace redress::bench
