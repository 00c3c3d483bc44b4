// SPDX-License-Identifier: MulanPSL-2.0
// engine/ceremony/request.h - REQUEST.json (spec/request.md).
#pragma once

#include "engine/registry/rules.h"
#include "engine/core/notice.h"

// What a request asks for. The notice's members that follow from the rosters, keys and clock are
// still empty; its items' wishes hold the pack's bounds.
struct qian_request {
    struct qian_notice notice;
    struct qian_rules rules;
    char *folder; // of the request; paths below are joined with it
    char *operator_name;
    char *custodian_targets, *custodian_inspectors; // names; NULL where the request has none
    char *targets, *inspectors, *recusals;          // recusals may be NULL
};

// Read the request and the rules pack that it names.
enum qian_status qian_request_read(const char *path, struct qian_request *out,
                                   struct qian_err *err) QIAN_MUST_USE;
void qian_request_free(struct qian_request *request);
