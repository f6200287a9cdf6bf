// IntakeService: parse, call, render. Submission goes to SubmitHandler, which hands over to the group commit; all else is
// synchronous. Thread safe; everything given must outlive it.
#pragma once

#include <vector>

#include "libs/rpc/edge.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "services/intake/app/add.h"
#include "services/intake/app/channels.h"
#include "services/intake/app/live_facts.h"
#include "services/intake/app/read.h"
#include "services/intake/rpc/submit_handler.h"

namespace redress::intake {

class IntakeHandler final : public v1::IntakeService::WithCallbackMethod_SubmitComplaint<v1::IntakeService::Service> {
 public:
  struct Parts {
    rpc::Edge& edge;
    SubmitHandler& submit;
    ComplaintReads& reads;
    Additions& additions;
    LiveFacts& live_facts;
    const vault::KeyRing& ring;
    const TimeSource& time;
    std::vector<ChannelDescription> channels;
  };
  explicit IntakeHandler(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* SubmitComplaint(grpc::CallbackServerContext* context, const v1::SubmitComplaintRequest* request,
                                            v1::Complaint* response) override {
    return parts_.submit.Submit(context, request, response);
  }
  grpc::Status BatchSubmitComplaints(grpc::ServerContext* context, const v1::BatchSubmitComplaintsRequest* request,
                                     v1::BatchSubmitComplaintsResponse* response) override {
    return parts_.submit.BatchSubmit(context, request, response);
  }
  grpc::Status GetComplaint(grpc::ServerContext* context, const v1::GetComplaintRequest* request,
                            v1::Complaint* response) override;
  grpc::Status ListComplaints(grpc::ServerContext* context, const v1::ListComplaintsRequest* request,
                              v1::ListComplaintsResponse* response) override;
  grpc::Status AddContact(grpc::ServerContext* context, const v1::AddContactRequest* request, v1::Contact* response) override;
  grpc::Status ListContacts(grpc::ServerContext* context, const v1::ListContactsRequest* request,
                            v1::ListContactsResponse* response) override;
  grpc::Status AddEvidence(grpc::ServerContext* context, const v1::AddEvidenceRequest* request, v1::Evidence* response) override;
  grpc::Status ListEvidence(grpc::ServerContext* context, const v1::ListEvidenceRequest* request,
                            v1::ListEvidenceResponse* response) override;
  grpc::Status ReportCall(grpc::ServerContext* context, const v1::ReportCallRequest* request, v1::Call* response) override;
  grpc::Status ReportChatTurn(grpc::ServerContext* context, const v1::ReportChatTurnRequest* request,
                              v1::ChatTurn* response) override;
  grpc::Status UnlinkComplaint(grpc::ServerContext* context, const v1::UnlinkComplaintRequest* request,
                               v1::Complaint* response) override;
  grpc::Status CreateReplyToken(grpc::ServerContext* context, const v1::CreateReplyTokenRequest* request,
                                v1::ReplyToken* response) override;
  grpc::Status BatchReadContent(grpc::ServerContext* context, const v1::BatchReadContentRequest* request,
                                v1::BatchReadContentResponse* response) override;
  grpc::Status BatchReadOrders(grpc::ServerContext* context, const v1::BatchReadOrdersRequest* request,
                               v1::BatchReadOrdersResponse* response) override;
  grpc::Status ListChannels(grpc::ServerContext* context, const v1::ListChannelsRequest* request,
                            v1::ListChannelsResponse* response) override;

 private:
  Parts parts_;
};

}  // namespace redress::intake
