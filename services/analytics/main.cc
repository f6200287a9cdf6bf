#include "services/analytics/bind.h"

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::analytics::Definition()});
}
