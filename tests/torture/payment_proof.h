// What must hold of payments after any sequence of faults, asked of both databases directly: compensation's books and the shop's.
// Each function answers a list of faults, one line each; an empty list proves it.
#pragma once

#include <string>
#include <vector>

namespace redress::torture {

// Grants whose outcome is not known yet, and reports that the shop still owes. -1 where the database does not answer.
int CountUnsettled(const std::string& pg);

// `names`: what each request was answered (`grants/…`). Each is stored, once, and nothing else is.
std::vector<std::string> ProveGranted(const std::string& pg, const std::vector<std::string>& names);
// Every grant is PAID or FAILED, and the shop's books say the same of it to the last fen: done once, or refused, and nothing was
// done that nobody granted.
std::vector<std::string> ProvePaidOnce(const std::string& pg);
// Accounts, budgets and what the shop gave back of each order are the sums of the grants; entries, events and effects are
// complete.
std::vector<std::string> ProveBooks(const std::string& pg);

}  // namespace redress::torture
