#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# Runs qian-verify over every bundle of vectors/bundles: verdict, exit code and failed codes must be those of expect.json.
#   bundles.sh QIAN_VERIFY BUNDLES_DIR
set -eu
verify=$1
bundles=$2
failures=0
count=0
for expect in "$bundles"/*/expect.json; do
    [ -f "$expect" ] || continue
    folder=${expect%/expect.json}
    count=$((count + 1))
    code=0
    "$verify" "$folder/bundle" --policy "$folder/policy.txt" --json >"${TMPDIR:-/tmp}/bundles.$$" 2>/dev/null || code=$?
    if ! python3 - "$expect" "${TMPDIR:-/tmp}/bundles.$$" "$code" <<'PYTHON'
import json, sys
expect = json.load(open(sys.argv[1]))
report = json.load(open(sys.argv[2]))
codes = sorted({c["code"] for c in report["checks"] if c["state"] == "failed"})
found = (report["verdict"], report["exit"], int(sys.argv[3]), codes, len(report["checks"]))
right = (expect["verdict"], expect["exit"], expect["exit"], expect["codes"], 93)
if found != right:
    print("FAILED", sys.argv[1], "found", found, "expected", right)
    sys.exit(1)
PYTHON
    then
        failures=$((failures + 1))
    fi
done
rm -f "${TMPDIR:-/tmp}/bundles.$$"
echo "$count bundles, $failures failures"
[ "$count" -gt 0 ] && [ "$failures" -eq 0 ]
