#include "services/compensation/bind.h"

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::compensation::Definition()});
}
