// SPDX-License-Identifier: MulanPSL-2.0
// Runs the vectors of vectors/ through the verifier's own functions.
//   vectors VECTORS_DIR           all of them; 0 if all agree
//   vectors VECTORS_DIR --cctv    the numbers of the CCTV cases that are accepted, one a line
#include "tests/verifier/harness.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **words)
{
    if (sodium_init() < 0 || count < 2 || (count == 3 && strcmp(words[2], "--cctv") != 0) || count > 3) {
        (void)fprintf(stderr, "vectors: usage: vectors VECTORS_DIR [--cctv]\n");
        return 2;
    }
    if (count == 3) {
        return print_cctv(words[1]);
    }
    test_apportionment();
    test_forms(words[1]);
    test_draw(words[1]);
    test_assignments(words[1]);
    test_keys(words[1]);
    test_third_party(words[1]);
    test_logs(words[1]);
    test_log_proofs(words[1]);
    test_witnesses(words[1]);
    test_public_values(words[1]);
    test_wishes(words[1]);
    (void)printf("%lu failures\n", failures);
    return failures == 0 ? 0 : 1;
}
