#include "tests/torture/load.h"

#include <array>
#include <atomic>
#include <chrono>
#include <future>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"

namespace redress::torture {
namespace {

constexpr int kBlock = 20;
constexpr int kCustomers = 500;
constexpr std::array kTexts = {
    "快递显示已签收，可我根本没有收到，打电话也没人接。",
    "买的手机用了三天就开不了机，要求退货退款。",
    "吃了你们卖的饼干上吐下泻，现在在医院，食品有问题！",
    "申请退款半个月了还没有到账，一直说处理中。",
    "客服态度非常恶劣，说了两句就挂我电话。",
    "付款的时候一直报错，钱扣了订单却没有生成。",
    "页面写满300减50，结算的时候根本没有减。",
    "刚买完第二天就降价200块，要求补差价。",
    "订单地址写错了，联系你们改不了，马上要发货了。",
    "My parcel arrived crushed and the lamp inside is broken.",
    "嗯。",
    "请问几点下班？",
};

}  // namespace

intake::v1::Complaint ComplaintOf(int i) {
  // The last of a block repeats a matter of the block before, which another client may be submitting now.
  const bool again = i % kBlock == kBlock - 1 && i >= kBlock;
  const int matter = again ? i - kBlock - 7 : i;
  intake::v1::Complaint complaint;
  complaint.set_channel(static_cast<type::v1::Channel>(1 + i % 8));
  complaint.set_text(absl::StrCat(kTexts[i % kTexts.size()], " #", i));
  complaint.mutable_customer()->set_id(absl::StrCat("u-", matter % kCustomers));
  complaint.mutable_customer()->set_vip_level(again || i % kBlock == kBlock - 8 ? 3 : 0);
  complaint.mutable_customer()->set_email(absl::StrCat("u-", matter % kCustomers, "@customer.example"));
  complaint.mutable_customer()->set_phone(absl::StrCat("+86138", 10'000'000 + matter % kCustomers));
  complaint.add_orders(absl::StrCat("o-", matter));
  return complaint;
}

Load::Load(Options options) : options_(std::move(options)), names_(options_.complaints) {
  for (int i = 0; i < options_.complaints; ++i) {
    request_ids_.push_back(Uuid::Random().ToString());
  }
  for (int client = 0; client < options_.clients; ++client) {
    for (const std::string& address : options_.addresses) {
      stubs_.push_back(intake::v1::IntakeService::NewStub(ChannelTo(address)));
    }
  }
  for (int client = 0; client < options_.clients; ++client) {
    threads_.emplace_back([this, client] { Run(client * options_.addresses.size() + client % options_.addresses.size()); });
  }
}

Load::~Load() {
  stopper_.Stop();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    allowed_ = taken_ = options_.complaints;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void Load::Allow(int count) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    allowed_ = std::max(allowed_, std::min(count, options_.complaints));
  }
  changed_.notify_all();
}

int Load::acknowledged() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledged_;
}

bool Load::WaitAcknowledged(int count, absl::Duration patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_until(lock, Deadline::After(patience).time().point(), [&] { return acknowledged_ >= count; });
}

std::vector<std::string> Load::names() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return names_;
}

// The first complaint of the next block; -1 at the end.
int Load::TakeBlock() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return taken_ >= options_.complaints || taken_ < allowed_; });
  if (taken_ >= options_.complaints) {
    return -1;
  }
  taken_ += kBlock;
  return taken_ - kBlock;
}

void Load::Run(size_t client) {
  for (int first = TakeBlock(); first >= 0 && !stopper_.stopping(); first = TakeBlock()) {
    if (first / kBlock % 3 == 1) {
      SubmitTogether(first, client);
    } else {
      SubmitEach(first, client);
    }
  }
}

intake::v1::SubmitComplaintRequest Load::RequestOf(int i) const {
  intake::v1::SubmitComplaintRequest request;
  request.set_request_id(request_ids_[i]);
  *request.mutable_complaint() = ComplaintOf(i);
  return request;
}

grpc::Status Load::SubmitOne(int i, size_t way, std::string* name) {
  const intake::v1::SubmitComplaintRequest request = RequestOf(i);
  intake::v1::Complaint answer;
  const grpc::Status status = UntilAnswered(options_.token, stopper_, [&](grpc::ClientContext* context) {
    return stubs_[way++ % stubs_.size()]->SubmitComplaint(context, request, &answer);
  });
  *name = answer.name();
  return status;
}

void Load::SubmitEach(int first, size_t client) {
  for (int i = first; i < first + kBlock && !stopper_.stopping(); ++i) {
    std::string name;
    std::string twin_name;
    std::future<grpc::Status> twin;
    if (i % 10 == 7) {  // the same request at the same moment by another way
      twin = std::async(std::launch::async, [&, i] { return SubmitOne(i, client + 1, &twin_name); });
    }
    const grpc::Status status = SubmitOne(i, client, &name);
    if (twin.valid()) {
      const grpc::Status twin_status = twin.get();
      if (status.ok() && twin_status.ok() && name != twin_name) {
        faults_.Add(absl::StrCat("one request, two complaints: ", name, " and ", twin_name));
      }
    }
    if (!status.ok()) {
      if (!NoAnswer(status)) {
        faults_.Add(absl::StrCat("submit refused: ", Describe(status)));
      }
      continue;
    }
    Acknowledge(i, name);
    if (i % 10 == 3) {  // the same request again, later
      const grpc::Status again = SubmitOne(i, client + 1, &twin_name);
      if (again.ok() && name != twin_name) {
        faults_.Add(absl::StrCat("asked again, another complaint: ", name, " and ", twin_name));
      }
    }
  }
}

void Load::SubmitTogether(int first, size_t client) {
  std::vector<int> open;
  for (int i = first; i < first + kBlock; ++i) {
    open.push_back(i);
  }
  while (!open.empty() && !stopper_.stopping()) {
    intake::v1::BatchSubmitComplaintsRequest request;
    for (const int i : open) {
      *request.add_requests() = RequestOf(i);
    }
    intake::v1::BatchSubmitComplaintsResponse answer;
    const grpc::Status status = UntilAnswered(options_.token, stopper_, [&](grpc::ClientContext* context) {
      return stubs_[client++ % stubs_.size()]->BatchSubmitComplaints(context, request, &answer);
    });
    if (!status.ok()) {
      if (!NoAnswer(status)) {
        faults_.Add(absl::StrCat("batch refused: ", Describe(status)));
      }
      return;
    }
    std::vector<int> again;
    for (int place = 0; place < answer.results_size(); ++place) {
      const auto& result = answer.results(place);
      const grpc::Status outcome(static_cast<grpc::StatusCode>(result.error().code()), result.error().message());
      if (result.has_complaint()) {
        Acknowledge(open[place], result.complaint().name());
      } else if (NoAnswer(outcome)) {
        again.push_back(open[place]);
      } else {
        faults_.Add(absl::StrCat("refused in a batch: ", Describe(outcome)));
      }
    }
    open = std::move(again);
    if (!open.empty() && stopper_.WaitFor(absl::Milliseconds(30))) {
      return;
    }
  }
}

void Load::Acknowledge(int i, const std::string& name) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (names_[i].empty()) {
      names_[i] = name;
      ++acknowledged_;
    }
  }
  changed_.notify_all();
}

}  // namespace redress::torture
