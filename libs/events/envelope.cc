#include "libs/events/envelope.h"

#include <google/protobuf/timestamp.pb.h>

#include <utility>
#include <vector>

#include "libs/base/error.h"
#include "redress/events/v1/events.pb.h"

namespace redress::events {
namespace {

constexpr int64_t kMicros = 1'000'000;

// Rounds towards the past, as google.protobuf.Timestamp wants its nanos positive.
void SetTime(BusinessTime time, google::protobuf::Timestamp* out) {
  int64_t seconds = time.micros() / kMicros;
  int64_t micros = time.micros() % kMicros;
  if (micros < 0) {
    --seconds;
    micros += kMicros;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(micros * 1000));
}

void SetAfter(const std::vector<Position>& after, v1::Envelope* envelope) {
  for (const Position& position : after) {
    v1::Position* const out = envelope->add_after();
    out->set_source(position.source);
    out->set_epoch(position.epoch);
    out->set_sequence(position.sequence);
  }
}

// What an event carries from when it is said, and its place. `Said`: Event, or NewEvent once it was appended.
template <class Said>
void SetFact(const Said& said, v1::Envelope* envelope) {
  envelope->set_id(said.id);
  envelope->set_type(said.type);
  envelope->set_subject(said.subject);
  SetTime(said.time, envelope->mutable_time());
  envelope->set_traceparent(said.traceparent);
  envelope->set_partition(said.partition);
  envelope->set_sequence(said.sequence);
  envelope->set_data(said.data);
}

// The thread's own, which keeps the room of its texts from one event to the next.
v1::Envelope& EmptyEnvelope() {
  thread_local v1::Envelope envelope;
  envelope.Clear();
  return envelope;
}

}  // namespace

void ToProto(const Event& event, v1::Envelope* envelope) {
  SetFact(event, envelope);
  envelope->set_source(event.source);
  envelope->set_epoch(event.epoch);
  SetAfter(event.after, envelope);
}

Event FromProto(v1::Envelope&& envelope) {
  Event event;
  event.id = std::move(*envelope.mutable_id());
  event.source = std::move(*envelope.mutable_source());
  event.type = std::move(*envelope.mutable_type());
  event.subject = std::move(*envelope.mutable_subject());
  event.time = BusinessTime::FromUnixMicros(envelope.time().seconds() * kMicros + envelope.time().nanos() / 1000);
  event.traceparent = std::move(*envelope.mutable_traceparent());
  event.partition = envelope.partition();
  event.sequence = envelope.sequence();
  event.epoch = std::move(*envelope.mutable_epoch());
  event.after.reserve(static_cast<size_t>(envelope.after_size()));
  for (v1::Position& position : *envelope.mutable_after()) {
    event.after.push_back({std::move(*position.mutable_source()), std::move(*position.mutable_epoch()), position.sequence()});
  }
  event.data = std::move(*envelope.mutable_data());
  return event;
}

std::string Encode(const Event& event) {
  v1::Envelope& envelope = EmptyEnvelope();
  ToProto(event, &envelope);
  return envelope.SerializeAsString();
}

std::string Encode(const LogInfo& log, const NewEvent& appended) {
  v1::Envelope& envelope = EmptyEnvelope();
  SetFact(appended, &envelope);
  envelope.set_source(log.source);
  envelope.set_epoch(log.epoch);
  if (appended.after.has_value()) SetAfter(*appended.after, &envelope);
  return envelope.SerializeAsString();
}

absl::StatusOr<Event> Decode(absl::string_view bytes) {
  v1::Envelope envelope;
  if (!envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || envelope.sequence() <= 0) {
    return Error(absl::StatusCode::kDataLoss, "BAD_ENVELOPE", "not an event's envelope");
  }
  return FromProto(std::move(envelope));
}

}  // namespace redress::events
