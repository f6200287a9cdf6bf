// The one shape of a verb: parse, look who asks, decide under the case's lock, render. A header because it is made for each
// request; for the files of handlers only.
#pragma once

#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/edge.h"
#include "services/casework/app/change_case.h"
#include "services/casework/rpc/asker.h"
#include "services/casework/rpc/convert.h"
#include "services/casework/rpc/parse.h"

namespace redress::casework {

// A verb as it was asked: parsed, by whom, as which request.
template <class Command>
struct Verb {
  Command command;
  Asker asker;
  Request request;

  Because BecauseAt(BusinessTime now) const { return {asker.actor, command.why, now}; }
};

template <class Proto>
auto VerbOf(const rpc::Caller& caller, const Proto& proto, const Context& context)
    -> absl::StatusOr<Verb<typename decltype(FromProto(proto))::value_type>> {
  ASSIGN_OR_RETURN(auto command, FromProto(proto));
  ASSIGN_OR_RETURN(Asker asker, AskerOf(caller));
  command.target.reader = asker.reader;
  Request request = RequestOf(caller, proto, command.request_id, context.vault);
  return Verb<decltype(command)>{std::move(command), std::move(asker), std::move(request)};
}

// As the caller may see it.
inline v1::Case Render(const CaseFile& file, const Asker& asker) {
  return ToProto(file, View{asker.link, {}, asker.service});
}

// Answers with the case after `change(verb) → StatusOr<CaseFile>`.
template <class Proto, class Change>
grpc::Status AnswerVerb(rpc::Edge& edge, const Context& context, grpc::ServerContext& call, const Proto& proto,
                        v1::Case* response, Change change) {
  return edge.Answer(call, proto, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Case> {
    ASSIGN_OR_RETURN(const auto verb, VerbOf(caller, proto, context));
    ASSIGN_OR_RETURN(const CaseFile file, change(verb));
    return Render(file, verb.asker);
  });
}

// What `decide(file, command, because) → StatusOr<Change>` makes of the case that the verb is about.
template <class AnyVerb, class Decide>
absl::StatusOr<CaseFile> DecideUnderLock(const Context& context, const AnyVerb& verb, Decide& decide) {
  return ChangeCase(context, verb.request, verb.command.target,
                    [&](const CaseFile& file, BusinessTime now) { return decide(file, verb.command, verb.BecauseAt(now)); });
}

// The usual change: `decide(file, command, because) → StatusOr<Change>`.
template <class Proto, class Decide>
grpc::Status AnswerDecision(rpc::Edge& edge, const Context& context, grpc::ServerContext& call, const Proto& proto,
                            v1::Case* response, Decide decide) {
  return AnswerVerb(edge, context, call, proto, response,
                    [&](const auto& verb) { return DecideUnderLock(context, verb, decide); });
}

// The same for what a party may do by its link too: `use(command) → LinkUse`.
template <class Proto, class Use, class Decide>
grpc::Status AnswerLinked(rpc::Edge& edge, const Context& context, grpc::ServerContext& call, const Proto& proto,
                          v1::Case* response, Use use, Decide decide) {
  return AnswerVerb(edge, context, call, proto, response, [&](const auto& verb) -> absl::StatusOr<CaseFile> {
    if (verb.asker.link.has_value()) {
      RETURN_IF_ERROR(CheckLink(*verb.asker.link, use(verb.command), context.time.Now()));
    }
    return DecideUnderLock(context, verb, decide);
  });
}

}  // namespace redress::casework
