// Loaded before Arb by tests/cli/self_check: an arithmetic whose pi is 3, exactly.
#include <arb.h>

extern "C" void arb_const_pi(arb_t out, slong) { arb_set_si(out, 3); }
