#include "libs/events/envelope.h"

#include <google/protobuf/timestamp.pb.h>

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

}  // namespace

void ToProto(const Event& event, v1::Envelope* envelope) {
  envelope->set_id(event.id);
  envelope->set_source(event.source);
  envelope->set_type(event.type);
  envelope->set_subject(event.subject);
  SetTime(event.time, envelope->mutable_time());
  envelope->set_traceparent(event.traceparent);
  envelope->set_partition(event.partition);
  envelope->set_sequence(event.sequence);
  envelope->set_epoch(event.epoch);
  for (const Position& position : event.after) {
    v1::Position* const out = envelope->add_after();
    out->set_source(position.source);
    out->set_epoch(position.epoch);
    out->set_sequence(position.sequence);
  }
  envelope->set_data(event.data);
}

Event FromProto(const v1::Envelope& envelope) {
  Event event;
  event.id = envelope.id();
  event.source = envelope.source();
  event.type = envelope.type();
  event.subject = envelope.subject();
  event.time = BusinessTime::FromUnixMicros(envelope.time().seconds() * kMicros + envelope.time().nanos() / 1000);
  event.traceparent = envelope.traceparent();
  event.partition = envelope.partition();
  event.sequence = envelope.sequence();
  event.epoch = envelope.epoch();
  for (const v1::Position& position : envelope.after()) {
    event.after.push_back({position.source(), position.epoch(), position.sequence()});
  }
  event.data = envelope.data();
  return event;
}

std::string Encode(const Event& event) {
  v1::Envelope envelope;
  ToProto(event, &envelope);
  return envelope.SerializeAsString();
}

absl::StatusOr<Event> Decode(absl::string_view bytes) {
  v1::Envelope envelope;
  if (!envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || envelope.sequence() <= 0) {
    return Error(absl::StatusCode::kDataLoss, "BAD_ENVELOPE", "not an event's envelope");
  }
  return FromProto(envelope);
}

}  // namespace redress::events
