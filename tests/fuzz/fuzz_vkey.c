// SPDX-License-Identifier: MulanPSL-2.0
// vkeys: one that is read writes back as the same bytes, under its own suite alone; any other has
// one of three codes.
#include <string.h>

#include "engine/crypto/vkey.h"
#include "tests/fuzz/fuzz.h"

static bool is(const char *code, const char *want) {
    return code && strcmp(code, want) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool started;
    struct qian_err err;
    if (!started)
        MUST(qian_sign_start(&err) == QIAN_OK);
    started = true;
    struct qian_str vkey = {(const char *)data, size}, name;
    const char *code[2];
    struct qian_public key[2];
    for (int s = 0; s < 2; s++) {
        enum qian_suite suite = s ? QIAN_SM3_SM2 : QIAN_SHA256_ED25519;
        code[s] = qian_vkey_read(vkey, suite, &name, &key[s]);
        MUST(!code[s] || is(code[s], "F13") || is(code[s], "S08") || is(code[s], "S07"));
        if (is(code[s], "F13"))
            continue;
        MUST(qian_signer_name_good(name) && name.p == vkey.p && vkey.p[name.n] == '+');
        if (is(code[s], "S08"))
            continue;
        // The form is good (S07 is the point's): one spelling, and the id is that of the key.
        struct qian_buf again = {0};
        uint8_t id[QIAN_KEY_ID_SIZE];
        char hex[2 * QIAN_KEY_ID_SIZE + 1];
        MUST(key[s].suite == suite && key[s].size == (s ? 65 : 32));
        qian_vkey_write(&again, name, &key[s]);
        MUST(qian_str_eq(qian_buf_view(&again), vkey));
        qian_key_id(name, &key[s], id);
        for (size_t i = 0; i < sizeof id; i++)
            snprintf(hex + 2 * i, 3, "%02x", id[i]);
        MUST(memcmp(hex, vkey.p + name.n + 1, 8) == 0);
        MUST(qian_public_good(&key[s]) == !code[s]);
        qian_buf_free(&again);
    }
    // Form is the suite's no concern: both say F13 or neither; and no key is good in both.
    MUST(is(code[0], "F13") == is(code[1], "F13"));
    MUST(is(code[0], "F13") || is(code[0], "S08") || is(code[1], "S08"));
    return 0;
}
