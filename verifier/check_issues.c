// SPDX-License-Identifier: MulanPSL-2.0
// Step 98: a lottery's time is that of its issue, by the policy's calendar (beacons.md 4.3).
#include "verifier/checks.h"
#include "verifier/date.h"
#include "verifier/lang.h"
#include "verifier/lottery.h"
#include "verifier/moment.h"
#include "verifier/out.h"

#include <string.h>

enum { YEAR_DIGITS = 4 };

static void add_issue(struct out *o, struct bytes game, struct bytes issue, struct bytes time)
{
    out_add(o, game);
    out_add(o, bytes_of(" "));
    out_add(o, issue);
    out_add(o, bytes_of(" "));
    out_add(o, time);
}

static struct bytes built(const struct out *o)
{
    return (struct bytes){(const unsigned char *)o->text, o->n};
}

// What the notice says; when the issue comes, and by which line of the policy.
static void say_fault(struct bundle *b, size_t place, const struct policy_issue *line, const char *when, bool in_year)
{
    const struct public_source *is = &b->notice.sources[place].is;
    struct out found = {0};
    struct out expected = {0};
    add_issue(&found, is->game, is->issue, is->time);
    if (line == NULL) {
        out_add(&expected, bytes_of(say("策略文件的 lottery 行中有该期或当年更早的一期",
                                        "a lottery line of the policy for this issue or an earlier one of its year")));
    } else {
        out_add(&expected, bytes_of(when));
        out_add(&expected, bytes_of(in_year ? "" : say("，不在该期之年", ", not in the year of the issue")));
        out_add(&expected, bytes_of(" (lottery "));
        add_issue(&expected, line->game, line->issue, line->time);
        out_add(&expected, bytes_of(")"));
    }
    report_fault(&b->report, STEP_ISSUES, built(&found), built(&expected), "notice.json public[%zu]", place);
    out_free(&found);
    out_free(&expected);
}

// spec/beacons.md 4.3: "In mode `ceremony`: when an issue comes into being, the policy's `lottery` lines say. [...] The
// issue of the line comes at its TIME, and then one each draw day at the same time of day, numbers rising by one [...]
// The notice's `time` is the time that the issue so has, and lies in the year of the issue. Code E06, where there is no
// such line, too."
static void judge_issue(struct bundle *b, size_t place, const struct source *source)
{
    const struct public_source *is = &source->is;
    const struct policy_issue *line = policy_issue_for(&b->policy, is->game, is->issue);
    char when[DATE_ROOM] = "";
    bool good = false;
    bool in_year = false;
    if (line != NULL) {
        int64_t time = lottery_after(line->game, moment_of(line->time),
                                     lottery_number(is->issue) - lottery_number(line->issue));
        in_year = date_text(time, when) && memcmp(when, is->issue.at, YEAR_DIGITS) == 0;
        good = in_year && time == source->seconds;
    }
    if (report_judge(&b->report, STEP_ISSUES, good)) {
        say_fault(b, place, line, when, in_year);
    }
}

void check_issues(struct bundle *b)
{
    if (!usable(b, FILE_NOTICE) || !b->kind.ceremony || b->policy.state != POLICY_GOOD) {
        return;
    }
    for (size_t i = 0; i < b->notice.sources_count; i++) {
        if (b->notice.sources[i].is.kind == PUBLIC_LOTTERY) {
            judge_issue(b, i, &b->notice.sources[i]);
        }
    }
}
