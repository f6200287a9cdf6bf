// How intake uses the vault: which fingerprints it keeps, which key seals what, and to which row sealed bytes belong. The only
// place that knows both the clear and the sealed form. Thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/vault/key_ring.h"
#include "libs/vault/seal.h"
#include "services/intake/domain/complaint.h"
#include "services/intake/domain/identifier.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

class Vaulting {
 public:
  explicit Vaulting(const vault::KeyRing& ring) : ring_(ring) {}

  // Fingerprints of 16 bytes; empty for an empty value.
  std::string CustomerIndex(const Secret& customer_id) const { return Index("intake.customer", customer_id); }
  std::string OrderIndex(const Secret& order) const { return Index("intake.order", order); }
  std::string MatterIndex(const Secret& matter_key) const { return Index("intake.matter", matter_key); }
  std::string MessageIndex(const Secret& message_key) const { return Index("intake.message", message_key); }
  std::string ContactMessageIndex(const Secret& message_key) const { return Index("intake.contact_message", message_key); }
  std::string CallIndex(const Secret& live_key) const { return Index("intake.call", live_key); }
  std::string TurnIndex(const Secret& live_key) const { return Index("intake.turn", live_key); }
  std::string IdentifierIndex(const Identifier& identifier) const;
  // What tells whether a repeated request has the same body. Keyed: the plain hash of a short text would betray the text.
  std::string BodyIndex(const std::string& body_hash) const { return ring_.BlindIndex("intake.request_body", body_hash); }
  // Whose key seals a complaint: its customer's, or, for an anonymous one, its own.
  std::string KeyOwner(const std::string& customer_index, int64_t number) const;

  std::string SealComplaint(const vault::DataKey& key, int64_t number, const Submission& said) const;
  std::string SealContact(const vault::DataKey& key, const ContactRow& row, const ContactFacts& said) const;
  std::string SealUri(const vault::DataKey& key, const EvidenceRow& row, const Secret& uri) const;

  // NOT_FOUND, reason ERASED, where the key was destroyed.
  absl::StatusOr<vault::DataKey> KeyOf(const ComplaintRow& row) const;
  // Where the key was destroyed: what is left, without personal data.
  absl::StatusOr<Complaint> OpenComplaint(const ComplaintRow& row) const;
  absl::StatusOr<Contact> OpenContact(const vault::DataKey& key, const ContactRow& row) const;
  absl::StatusOr<Evidence> OpenEvidence(const vault::DataKey& key, const EvidenceRow& row) const;

  const vault::KeyRing& ring() const { return ring_; }

 private:
  std::string Index(absl::string_view purpose, const Secret& value) const {
    return value.Reveal().empty() ? std::string() : ring_.BlindIndex(purpose, value.Reveal());
  }
  const vault::KeyRing& ring_;
};

}  // namespace redress::intake
