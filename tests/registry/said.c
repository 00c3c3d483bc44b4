// SPDX-License-Identifier: MulanPSL-2.0
// What is said of ratio and frequency in words (spec/items.md 4), against what a person reads
// there. With arguments: each one is read and told, `ratio TEXT` or `frequency TEXT`.
#include <string.h>

#include "engine/registry/ratio_text.h"
#include "tests/check.h"

static const char *const said[] = {"nothing", "exact", "at least",  "at most",
                                   "between", "count", "per class", "unread"};
static const char *const every[] = {"?",       "day",       "week", "month",
                                    "quarter", "half-year", "year", "validity"};

static void tell_ratio(const struct qian_ratio_text *r, char *out, size_t size) {
    char more[64] = "";
    if (r->said == QIAN_SAID_PER_CLASS)
        snprintf(more, sizeof more, " %u %u %u %u", r->class_ratio[0], r->class_ratio[1],
                 r->class_ratio[2], r->class_ratio[3]);
    else if (r->count_low || r->count_high)
        snprintf(more, sizeof more, " count %u-%u", r->count_low, r->count_high);
    snprintf(out, size, "%s %u-%u%s%s%s", said[r->said], r->low, r->high, more,
             r->loose ? " loose" : "", r->scoped ? " scoped" : "");
}

static void tell_frequency(const struct qian_frequency_text *f, char *out, size_t size) {
    snprintf(out, size, "%s %u-%u %s*%u%s%s%s", said[f->said], f->low, f->high, every[f->every],
             f->periods, f->each_target ? " each" : "", f->loose ? " loose" : "",
             f->scoped ? " scoped" : "");
}

struct expected {
    const char *text, *want;
};

static const struct expected ratios[] = {
    // nothing said
    {"", "nothing 0-0"},
    {"根据实际情况确定", "nothing 0-0"},
    {"结合登记事项检查一并开展", "nothing 0-0"},
    {"由市级部门根据风险情况确定检查单位数量", "nothing 0-0"},
    // exact
    {"5%", "exact 50000-50000"},
    {" 5 ％ ", "exact 50000-50000"},
    {"５％", "exact 50000-50000"},
    {"33%", "exact 330000-330000"},
    {"100%", "exact 1000000-1000000"},
    {"=50%", "exact 500000-500000"},
    {"12.5%", "exact 125000-125000"},
    {"0.0001%", "exact 1-1"},
    {"2‰", "exact 2000-2000"},
    {"0.001‰", "exact 1-1"},
    {"1.5‰", "exact 1500-1500"},
    {"百分之五", "exact 50000-50000"},
    {"千分之二", "exact 2000-2000"},
    {"百分之二十五", "exact 250000-250000"},
    {"全覆盖", "exact 1000000-1000000"},
    {"10%/年", "exact 100000-100000"},
    {"抽查比例为5%", "exact 50000-50000"},
    {"抽查比例：5%", "exact 50000-50000"},
    {"5%左右", "exact 50000-50000 loose"},
    // at least
    {"不少于3%", "at least 30000-0"},
    {"不低于0.5%", "at least 5000-0"},
    {"抽查比例不少于2‰", "at least 2000-0"},
    {"≥20%", "at least 200000-0"},
    {">=20%", "at least 200000-0"},
    {"20%以上", "at least 200000-0"},
    {"20%及以上", "at least 200000-0"},
    {"不低于3%或按专项计划确定", "at least 30000-0 loose"},
    {"市局抽查比例不少于30%", "at least 300000-0 scoped"},
    {"市局抽查比例不少于20%", "at least 200000-0 scoped"},
    {"某某机构抽查比例之和≥50%", "at least 500000-0 scoped"},
    // at most
    {"不超过15%", "at most 0-150000"},
    {"不超过30%", "at most 0-300000"},
    {"不超过总数的2%", "at most 0-20000"},
    {"不超过10%/年", "at most 0-100000"},
    {"根据实际需要，一般不超过 10%/年", "at most 0-100000 loose"},
    {"根据实际需要，一般不超过 10%/年。", "at most 0-100000 loose"},
    {"根据实际需要，不超过6%", "at most 0-60000"},
    {"5%以内", "at most 0-50000"},
    {"原则上不高于20%", "at most 0-200000 loose"},
    // intervals
    {"10-20%", "between 100000-200000"},
    {"10%-20%", "between 100000-200000"},
    {"10％～20％", "between 100000-200000"},
    {"3%至20%", "between 30000-200000"},
    {"2‰—1%", "unread 0-0"},
    {"不低于3%，不高于20%", "between 30000-200000"},
    // counts
    {"60-70家", "count 0-0 count 60-70"},
    {"5户", "count 0-0 count 5-5"},
    {"不少于10户", "count 0-0 count 10-0"},
    {"5%;1户", "exact 50000-50000 count 1-1"},
    {"3户;20%", "exact 200000-200000 count 3-3"},
    {"5%;1户(实际以牵头单位抽查数为准。)", "exact 50000-50000 count 1-1 loose"},
    // per class
    {"A=3%;B=5%", "per class 0-0 30000 50000 0 0"},
    {"A类1%，B类3%，C类10%，D类20%", "per class 0-0 10000 30000 100000 200000"},
    {"A类5‰、D类100%", "per class 0-0 5000 0 0 1000000"},
    // what cannot be read
    {"M50%", "unread 0-0"},
    {"0%", "unread 0-0"},
    {"101%", "unread 0-0"},
    {"5", "unread 0-0"},
    {"0.00001%", "unread 0-0"},
    {"0.0001‰", "unread 0-0"},
    {"20%-10%", "unread 0-0"},
    {"10%-10%", "unread 0-0"},
    {"5%和10%", "unread 0-0"},
    {"5%;10%", "unread 0-0"},
    {"A=3%;A=5%", "unread 0-0"},
    {"A类3户", "unread 0-0"},
    {"不低于3%-5%", "unread 0-0"},
    {"省级不超过2%，市、县结合当地实际制定检查计划", "unread 0-0"},
    {"根据风险确定（10%，其中重点单位不低于8%）", "unread 0-0"},
    {"每年1次33%；或者每年2次各10%", "unread 0-0"},
    {"99999999999999999999%", "unread 0-0"},
    {"%", "unread 0-0"},
    {"5.%", "unread 0-0"},
};

static const struct expected frequencies[] = {
    {"", "nothing 0-0 ?*0"},
    {"根据实际情况确定", "nothing 0-0 ?*0"},
    {"按照分层次监管，根据风险高低，依法属地确定。", "nothing 0-0 ?*0"},
    {"1次/年", "exact 1-1 year*1"},
    {"2次/年", "exact 2-2 year*1"},
    {"每年1次", "exact 1-1 year*1"},
    {"每年一次", "exact 1-1 year*1"},
    {"每年两次", "exact 2-2 year*1"},
    {"每年2次", "exact 2-2 year*1"},
    {"每年不少于1次", "at least 1-0 year*1"},
    {"每年不少于2次", "at least 2-0 year*1"},
    {"每年不超过2次", "at most 0-2 year*1"},
    {"一般不超过1次/年", "at most 0-1 year*1 loose"},
    {"一般不超过2次/年", "at most 0-2 year*1 loose"},
    {"根据实际需要，一般不超过2次/年", "at most 0-2 year*1 loose"},
    {"根据实际工作需要，一般不超过2次/年", "at most 0-2 year*1 loose"},
    {"1—2次/年", "between 1-2 year*1"},
    {"1-2次/年", "between 1-2 year*1"},
    {"每月", "exact 1-1 month*1"},
    {"每周", "exact 1-1 week*1"},
    {"每天", "exact 1-1 day*1"},
    {"每季度至少1次", "at least 1-0 quarter*1"},
    {"每半年1次", "exact 1-1 half-year*1"},
    {"每2年1次", "exact 1-1 year*2"},
    {"每两年一次", "exact 1-1 year*2"},
    {"=1", "exact 1-1 ?*0"},
    {">=1", "at least 1-0 ?*0"},
    {"2次", "exact 2-2 ?*0"},
    {"对同一单位每2年抽查不超过1次", "at most 0-1 year*2 each"},
    {"在许可有效期内同一单位不超过2次", "at most 0-2 validity*1 each"},
    {"在许可有效期内对同一个单位的检查不超过2次。", "at most 0-2 validity*1 each"},
    {"在备案有效期内同一机构不超过2次", "at most 0-2 validity*1 each"},
    {"对同一产品生产单位，每年度抽查不超过2次", "at most 0-2 year*1 each scoped"},
    {"对一个单位设备的检查，同一年度内不超过2次", "at most 0-2 year*1 each scoped"},
    {"市级局每年组织1次", "exact 1-1 year*1 scoped"},
    {"市级局每年组织1次；县级局每月组织1次", "unread 0-0 ?*0"},
    {"每年1次33%；或者每年分次达到33%", "unread 0-0 ?*0"},
    {"每年1次20%；或者每年2次各10%", "unread 0-0 ?*0"},
    {"每年至少1次，不超过2次", "unread 0-0 ?*0"},
    {"每年1次或2次", "unread 0-0 ?*0"},
    {"每月每年1次", "unread 0-0 ?*0"},
    {"每年0次", "unread 0-0 ?*0"},
    {"2-1次/年", "unread 0-0 ?*0"},
    {"每0年1次", "unread 0-0 ?*0"},
    {"1", "unread 0-0 ?*0"},
    {"1001次/年", "unread 0-0 ?*0"},
};

static struct qian_str str(const char *text) {
    return qian_str(text);
}

static void test_ratios(void) {
    char got[160];
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        struct qian_ratio_text r;
        bool good = qian_ratio_text_read(str(ratios[i].text), &r);
        tell_ratio(&r, got, sizeof got);
        CHECK(strcmp(got, ratios[i].want) == 0, "%s: got %s, want %s", ratios[i].text, got,
              ratios[i].want);
        CHECK(good == (r.said != QIAN_SAID_UNREAD), "%s: %d", ratios[i].text, good);
    }
}

static void test_frequencies(void) {
    char got[160];
    for (size_t i = 0; i < sizeof frequencies / sizeof *frequencies; i++) {
        struct qian_frequency_text f;
        bool good = qian_frequency_text_read(str(frequencies[i].text), &f);
        tell_frequency(&f, got, sizeof got);
        CHECK(strcmp(got, frequencies[i].want) == 0, "%s: got %s, want %s", frequencies[i].text,
              got, frequencies[i].want);
        CHECK(good == (f.said != QIAN_SAID_UNREAD), "%s: %d", frequencies[i].text, good);
    }
}

// Every prefix of every text, and every text with one byte gone, is read without a fault of memory
// and never gives an interval that is none.
static void test_torn(void) {
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
        for (size_t n = 0; n <= strlen(ratios[i].text); n++) {
            struct qian_ratio_text r;
            char *exact = qian_str_copy((struct qian_str){ratios[i].text, n});
            (void)qian_ratio_text_read((struct qian_str){exact, n}, &r);
            wrong += r.said == QIAN_SAID_INTERVAL && r.low >= r.high;
            wrong += r.low > 1000000 || r.high > 1000000;
            free(exact);
        }
    for (size_t i = 0; i < sizeof frequencies / sizeof *frequencies; i++)
        for (size_t n = 0; n <= strlen(frequencies[i].text); n++) {
            struct qian_frequency_text f;
            char *exact = qian_str_copy((struct qian_str){frequencies[i].text, n});
            (void)qian_frequency_text_read((struct qian_str){exact, n}, &f);
            wrong += f.said == QIAN_SAID_INTERVAL && f.low >= f.high;
            free(exact);
        }
    CHECK(wrong == 0, "%zu torn texts give what is none", wrong);
}

static void tell(const char *what, const char *text) {
    char got[160];
    struct qian_ratio_text r;
    struct qian_frequency_text f;
    if (strcmp(what, "ratio") == 0) {
        (void)qian_ratio_text_read(str(text), &r);
        tell_ratio(&r, got, sizeof got);
    } else {
        (void)qian_frequency_text_read(str(text), &f);
        tell_frequency(&f, got, sizeof got);
    }
    printf("%s\n", got);
}

int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2)
        tell(argv[i], argv[i + 1]);
    if (argc > 1)
        return 0;
    test_ratios();
    test_frequencies();
    test_torn();
    return check_end("said");
}
