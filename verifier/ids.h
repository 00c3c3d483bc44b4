// SPDX-License-Identifier: MulanPSL-2.0
// The three lawful forms of a target's id (tables.md 2.1).
#ifndef QIAN_VERIFIER_IDS_H
#define QIAN_VERIFIER_IDS_H

#include "verifier/bytes.h"

enum id_form { ID_NONE, ID_USCC, ID_REGISTRATION, ID_TYPED };

// ID_NONE also where the id does not match the pattern of tables.md 2.1.
enum id_form id_form(struct bytes id);

#endif
