// SPDX-License-Identifier: MulanPSL-2.0
// cli/passphrase.h - passphrases: from the terminal, or from a descriptor; never from arguments or
// environment.
//
// A verb that opens keys has the option PASSPHRASE_OPTION, reads it with passphrase_source, and
// gives passphrase_ask and the struct to qian_vault_new.
#pragma once

#include "cli/ui.h"
#include "engine/crypto/seal.h"

#define PASSPHRASE_OPTION                                                                          \
    { .name = "--passphrase-fd" }
#define PASSPHRASE_USAGE "[--passphrase-fd N]"

struct passphrase {
    struct ui *ui;
    int fd; // -1: the terminal
};

// False, and an error printed, if the value is no descriptor that is open. Call it before anything
// is opened: a number that is free now could become the number of another file.
bool passphrase_source(struct ui *ui, const struct ui_option *option, struct passphrase *out);

// A qian_ask_fn; `context` is a struct passphrase. Each call reads one more line of the descriptor,
// or asks on the terminal, without echo; what is to be made new, twice. QIAN_USAGE where there is
// neither, or no answer.
enum qian_status passphrase_ask(void *context, enum qian_ask why, const char *name, char *out,
                                size_t *n, struct qian_err *err);
