#include "services/sla/bind.h"

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::sla::Definition()});
}
