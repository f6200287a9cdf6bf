// What a person said of a complaint that a model had got wrong, or had abstained from. No text: learning reads it from intake.
#pragma once

#include <string>

#include "libs/base/complaint_number.h"
#include "libs/base/time.h"
#include "services/classification/domain/taxonomy.h"

namespace redress::classification {

struct Correction {
  ComplaintNumber complaint;
  TagName predicted;
  TagName corrected;  // `l2` empty where the person did not say
  bool abstained = false;
  std::string model;
  BusinessTime time;
};

// True where what a person said is no correction: the model had said the same and was sure of it.
bool Confirms(const TagName& predicted, bool abstained, const TagName& said);

// True for the third of all complaints that models are only measured on, never trained on. By the number alone, so that it is the
// same for every model that ever was or will be.
bool IsHeldOut(const ComplaintNumber& complaint);

}  // namespace redress::classification
