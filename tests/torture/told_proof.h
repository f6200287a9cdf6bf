// What must hold between outreach's notices and what its receiver got, after any sequence of faults. Each function answers a list
// of faults.
//
// SMS and push providers keep the same key apart: exactly once by a way. One that goes by another way while nobody knows of the
// first is marked `possible_duplicate`, too. SMTP cannot: after a crash between the server's 250 and our commit nobody knows
// whether a mail arrived, so it is handed over again with the same Message-ID and marked `possible_duplicate`. A mail is in the
// box at least once, never oftener than it was handed over, and exactly once where it is not marked.
#pragma once

#include <map>
#include <string>

#include "tests/torture/asking.h"

namespace redress::torture {

// How often each message was taken, by its id with the way at its end (tests/support/receiver.h).
using Taken = std::map<std::string, int>;

// Every complaint is acknowledged by one notice, every plan offered by one, every result told by one; nothing was given up.
FaultList ProveTold(const std::string& pg);
// What was taken is what the notices say was sent, each once but for marked mails; nothing is missing, nothing else came.
FaultList ProveTaken(const std::string& pg, const Taken& taken);
// Cases and notices of two databases are the same, but for what became of the notices: those that lived through the faults, and
// those that another outreach, without providers, made of the logs.
FaultList ProveSameNotices(const std::string& pg, const std::string& other_pg);
// Mails that are in the box more than once: copies beyond the first.
int CountCopies(const Taken& taken);

}  // namespace redress::torture
