// A program that runs two claims without the command line.
#include <iostream>
#include <noiseproof/verify/verify.hpp>

int main() {
  using namespace noiseproof;
  Verification asked;
  std::erase_if(asked.claims, [](const Claim& claim) { return claim.id != "C07" && claim.id != "C08"; });
  asked.instance.k = 9;
  const Verified found = verify(asked);
  for (const ClaimReport& claim : found.report.claims)
    std::cout << claim.claim.id << " " << claim.result.headline << "\n";
  return found.report.claims.size() == 2 && states(found.report)[0].reached == Evidence::enclosed ? 0 : 1;
}
