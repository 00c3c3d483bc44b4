// SPDX-License-Identifier: MulanPSL-2.0
// What the register of items takes in.
#include <string.h>

#include "engine/base/fold.h"
#include "engine/core/field.h"
#include "engine/crypto/hash.h"
#include "engine/registry/columns.h"

#define PART_DIGITS 6

#define TEXT(name, synonyms)                                                                       \
    { name, synonyms "|" name, QIAN_FORM_TEXT, false, "", NULL }

// spec/items.md 1.1: "only `id` and `name` must be there"
static const struct qian_column items[] = {
    {"id", "事项编码|事项代码|事项编号|检查事项编码|抽查事项编码|编码|代码|编号|序号|code|id",
     QIAN_FORM_CODE, true, NULL, NULL},
    {"name", "检查事项名称|抽查事项名称|抽查事项|检查事项|事项名称|事项|名称|name", QIAN_FORM_NAME,
     true, NULL, NULL},
    TEXT("part", "抽查子项|检查子项|子项|子项名称|抽查类别"),
    {"department", "部门代码|责任部门代码|部门|department", QIAN_FORM_CODE, false, "", NULL},
    {"kind", "事项类别|事项类型|检查事项类别|检查类别|重点一般|类别|kind", QIAN_FORM_CHOICE, false,
     "",
     "general=一般|一般事项|一般检查事项|一般抽查事项;key=重点|重点事项|重点检查事项|重点抽查事项"},
    {"reason", "重点理由|重点事项理由|列为重点的理由|reason", QIAN_FORM_CHOICE, false, "",
     "safety=安全|涉及安全|公共安全;quality=质量|涉及质量;public-interest=公共利益|涉及公共利益"},
    {"special", "特殊重点领域|特殊领域|special", QIAN_FORM_CHOICE, false, "", "yes=是;no=否"},
    {"cap", "比例上限|抽查比例上限|上限|cap", QIAN_FORM_RATIO, false, "", NULL},
    TEXT("ratio", "抽查比例|检查比例|比例"),
    TEXT("frequency", "抽查频次|检查频次|频次|抽查频率"),
    TEXT("basis", "检查依据|抽查依据|法律依据|设定依据|依据"),
    TEXT("object", "检查对象|抽查对象|监管对象|对象"),
    TEXT("agency", "检查主体|抽查主体|实施主体|监管主体|检查机关|主体"),
    TEXT("content", "检查内容|抽查内容|监管内容|内容"),
    TEXT("method", "检查方式|抽查方式|监管方式|检查方法|方式"),
    TEXT("procedure", "监管流程|监管流程要领|监管要领|检查流程|流程|要领"),
    TEXT("staff", "检查人员要求|人员要求"),
    {"source", "权力来源|事项来源|来源|source", QIAN_FORM_CHOICES, false, "",
     "internet-plus=互联网+监管|互联网+监管清单|互联网+监管事项清单|“互联网+监管”|"
     "“互联网+监管”事项清单;duty-list=权责清单|权力清单|责任清单;"
     "law=日常法律授权|法律授权|日常法律授权事项"},
    {"external", "互联网+监管编码|检查实施清单编码|监管事项编码|实施清单编码|external",
     QIAN_FORM_WORD, false, "", NULL},
    {"type", "对象类型|检查对象类型|抽查对象类型|type", QIAN_FORM_CHOICES, false, "",
     "enterprise=企业;individual=个体工商户|个体户|个体;cooperative=农民专业合作社|合作社;"
     "institution=机构|事业单位;product=产品;project=项目;behaviour=行为;place=场所|地点|地段;"
     "area=区域|地域"},
    {"system", "条线|系统|所属系统|system", QIAN_FORM_CODE, false, "", NULL},
    {"unit", "检查单元|计数单位|unit", QIAN_FORM_CHOICE, false, "",
     "subject=主体|法律主体|市场主体;premises=场所|经营场所"},
    {"lists", "名录库|对象名录库|检查对象名录库|lists", QIAN_FORM_CODES, false, "", NULL},
    {"members", "成员事项|联合事项成员|members", QIAN_FORM_CODES, false, "", NULL},
    {"retired", "停用日期|失效日期|取消日期|retired", QIAN_FORM_DATE, false, "", NULL},
    {"retired_for", "停用原因|取消原因|retired_for", QIAN_FORM_CHOICE, false, "",
     "repealed=依据废止|废止;merged=合并;overlap=交叉重复|重复;mismatch=不相适应;moved=划转"},
    TEXT("note", "备注|说明"),
};
enum { C_ID, C_NAME, C_PART, C_DEPARTMENT, C_KIND, C_REASON, C_SPECIAL, C_RETIRED = 24, C_FOR };

static void reject(const struct qian_kind_row *row, const char *column, struct qian_str value,
                   const char *reason, const char *remedy) {
    qian_finding_add(row->findings, QIAN_REJECTED, row->row, column, value, reason, remedy);
}

static bool is_number(struct qian_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

// spec/items.md 1.2: "`-` and the first six hexadecimal digits of SHA-256 of the part, folded"
static void add_part(struct qian_buf *out, struct qian_str part) {
    struct qian_buf folded = {0};
    struct qian_digest digest;
    qian_fold_name(&folded, part);
    qian_sha256(qian_buf_view(&folded), &digest);
    qian_buf_free(&folded);
    qian_buf_char(out, '-');
    qian_buf_hex(out, digest.b, PART_DIGITS / 2);
}

static void identify(const struct qian_kind_row *row) {
    struct qian_str id = row->field[C_ID], part = row->field[C_PART];
    // spec/items.md 1.2: "an id of digits alone gets the name of the list and `.` in front"
    if (is_number(id)) {
        qian_buf_text(row->own, row->list);
        qian_buf_char(row->own, '.');
    }
    qian_buf_str(row->own, id);
    if (part.n > 0)
        add_part(row->own, part);
    row->field[C_ID] = qian_buf_view(row->own);
    if (row->own->n > QIAN_CODE_MAX)
        reject(row, "id", id, "with the list and the sub-item the code has more than 64 characters",
               "give the item a shorter code");
}

static void judge(const struct qian_kind_row *row) {
    const struct qian_str *f = row->field;
    // spec/items.md 1.3: "a row that is both key and special is refused"
    if (qian_str_is(f[C_KIND], "key") && qian_str_is(f[C_SPECIAL], "yes"))
        reject(row, "special", f[C_SPECIAL], "an item of a special field cannot be a key item",
               "mark it general, or take the mark of the special field out");
    // spec/items.md 1.7: "one is refused without the other"
    if ((f[C_RETIRED].n > 0) != (f[C_FOR].n > 0))
        reject(row, f[C_RETIRED].n > 0 ? "retired_for" : "retired", f[C_RETIRED],
               "an item is retired on a day and for a reason",
               "state both: repealed, merged, overlap, mismatch or moved");
}

const struct qian_kind qian_items_kind = {
    "items", items, sizeof items / sizeof *items, NULL, identify, judge, NULL, NULL, NULL};
