#include "libs/rpc/service_definition.h"
#include "services/classification/bind.h"

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::classification::Definition()});
}
