// All services in one process, over loopback: the embedded default for a laptop, a test or a small shop.
#include "libs/rpc/service_definition.h"

// Each is defined in its service's bind.cc; a build without that service leaves it out.
namespace redress::intake {
rpc::ServiceDefinition Definition();
}
namespace redress::classification {
rpc::ServiceDefinition Definition();
}
namespace redress::routing {
rpc::ServiceDefinition Definition();
}
namespace redress::casework {
rpc::ServiceDefinition Definition();
}
namespace redress::compensation {
rpc::ServiceDefinition Definition();
}
namespace redress::sla {
rpc::ServiceDefinition Definition();
}
namespace redress::outreach {
rpc::ServiceDefinition Definition();
}
namespace redress::analytics {
rpc::ServiceDefinition Definition();
}

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv,
                               {
#ifdef REDRESS_HAS_INTAKE
                                   redress::intake::Definition(),
#endif
#ifdef REDRESS_HAS_CLASSIFICATION
                                   redress::classification::Definition(),
#endif
#ifdef REDRESS_HAS_ROUTING
                                   redress::routing::Definition(),
#endif
#ifdef REDRESS_HAS_CASEWORK
                                   redress::casework::Definition(),
#endif
#ifdef REDRESS_HAS_COMPENSATION
                                   redress::compensation::Definition(),
#endif
#ifdef REDRESS_HAS_SLA
                                   redress::sla::Definition(),
#endif
#ifdef REDRESS_HAS_OUTREACH
                                   redress::outreach::Definition(),
#endif
#ifdef REDRESS_HAS_ANALYTICS
                                   redress::analytics::Definition(),
#endif
                               });
}
