#include "services/outreach/bind.h"

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::outreach::Definition()});
}
