// How long people take for what they do, and when they are there to do it: in business time, decided by the case and by what is
// done, never by chance, so that the same cases played again take the same time. Two tempos: a week as a shop knows it, for
// stacks whose time is stepped; and everything at once, more or less, for those where one would have to wait. Pure, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/time.h"

namespace redress::agents {

enum class Tempo {
  kLively,  // fractions of a second to seconds, around the clock
  kWeek,    // minutes, hours and days; shifts, office hours, nights
};

// What takes time.
enum class Act {
  kAnswerOffer,     // by an agent
  kTriage,          // to read a text and say what it is
  kTakeUp,          // from having a case to beginning with it
  kVerify,          // looking at orders, parcels and photos
  kInvestigate,     // finding out
  kPropose,         // weighing what is offered
  kAtOnce,          // a move in the course of another
  kDecide,          // on somebody else's plan
  kApologize,       // and whatever else a person promised
  kCallBack,        // the customer, the next day; after a vain attempt the day after
  kPhone,           // asking for the answer to a plan by phone
  kPhoneAtLast,     // where nobody answered a plan
  kDepartmentTask,  // by colleagues of another department
  kCustomerAnswers,
  kSellerAnswers,
  kCarrierAnswers,
  kCustomerAppeals,
  kAnswerSurvey,
};

// When somebody works. Shifts do not overlap: whoever is there at a moment is there as long as the others, so that it does not
// matter for the times of a case to whom of them it goes.
enum class Shift { kDay, kNight, kAlways };

// Of a member of the staff: `place`, its place among those who are alike (supervisors, or others, of its team), from 0. A quarter
// of the agents and every second of those who decide on plans (supervisors, managers, legal) work at night.
Shift ShiftOf(bool supervisor, bool manager_or_legal, int place);
bool IsThere(Shift shift, BusinessTime time);
// When somebody comes or goes next, after `time`.
BusinessTime NextShiftChange(BusinessTime time);

// When somebody does something that was to be done from `from` on. `what` names it among all that is done about the case.
struct Doing {
  Act act = Act::kAtOnce;
  Shift shift = Shift::kAlways;  // of who does it; customers and companies have hours of their own
  std::string case_name;
  std::string what;
  BusinessTime from;
};
// `pace` 2: twice as slow; for kLively.
BusinessTime WhenDone(Tempo tempo, const Doing& doing, double pace = 1);

// The zone that the demo's people live in.
absl::TimeZone PeoplesZone();

}  // namespace redress::agents
