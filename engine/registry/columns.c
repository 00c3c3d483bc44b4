// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/columns.h"

#include <string.h>

#include "engine/core/field.h"
#include "engine/registry/columns_lines.h"

// spec/registers.md 1.3, 1.4
static const struct qian_column targets[] = {
    {"id",
     "统一社会信用代码|社会信用代码|信用代码|统一信用代码|统一代码|注册号/统一社会信用代码|"
     "统一社会信用代码/注册号|注册号|注册号/"
     "信用代码|统一社会信用代码或注册号|代码|编码|对象代码|uscc|code|id",
     QIAN_FORM_TARGET, true, NULL, NULL},
    {"name",
     "企业名称|名称|单位名称|主体名称|市场主体名称|经营主体名称|对象名称|检查对象|检查对象名称|"
     "抽查对象名称|"
     "当事人|当事人名称|企业机构名称|商户名称|个体工商户名称|店名|字号|name",
     QIAN_FORM_NAME, true, NULL, NULL},
    {"type", "对象类型|主体类型|类别|检查对象类型|type", QIAN_FORM_CHOICE, false, "",
     "enterprise=企业;individual=个体工商户|个体户|个体;cooperative=农民专业合作社|合作社;"
     "institution=机构|事业单位|机关|社会团体|民办非企业单位;product=产品;project=项目;behaviour="
     "行为;"
     "place=场所|地点|地段;area=区域|地域"},
    {"area",
     "行政区划代码|行政区划|区划代码|地区|所在地区|所属地区|区县|所属区县|所在区县|县区|"
     "辖区|"
     "所属辖区|地市|城市|所在城市|区域|所属区域|area",
     QIAN_FORM_AREA, false, "-", NULL},
    {"status", "登记状态|经营状态|企业状态|主体状态|状态|存续状态|status", QIAN_FORM_CHOICE, false,
     "live",
     "live=存续|在业|开业|在营|正常|存续(在营、开业、在册)|在营(开业)|登记成立|在册|有效;"
     "revoked=吊销|吊销,未注销|吊销，未注销|吊销未注销|已吊销;"
     "cancelled=注销|已注销|吊销,已注销|吊销，已注销|吊销已注销|撤销|已撤销;moved=迁出|已迁出|"
     "迁往市外"},
    {"section", "地段类别|地段|地段类型|section", QIAN_FORM_CHOICE, false, "",
     "key=重点|重点地段;general=一般|一般地段"},
    {"subject", "所属主体|所属主体代码|主体代码|总公司代码|隶属企业代码|subject", QIAN_FORM_TARGET,
     false, "", NULL},
    {"licence", "许可证号|许可证编号|证书编号|许可证|licence", QIAN_FORM_NAME, false, "", NULL},
    {"industry", "行业代码|行业|行业门类|所属行业|国民经济行业代码|industry", QIAN_FORM_NAME, false,
     "", NULL},
    {"form", "企业类型|公司类型|市场主体类型|经济类型|form", QIAN_FORM_NAME, false, "", NULL},
    {"since", "注册日期|成立日期|设立日期|登记日期|注册时间|成立时间|since", QIAN_FORM_DATE, false,
     "", NULL},
    {"address", "住所|地址|经营场所|经营地址|住所地|注册地址|企业地址|经营场所地址|address",
     QIAN_FORM_NAME, false, "", NULL},
    {"conflict", "", QIAN_FORM_NAME, false, "", NULL},
    {"province", "所在省份|省份|省|所属省份|province", QIAN_FORM_NAME, false, "", NULL},
};
enum { T_ID, T_NAME, T_TYPE, T_AREA, T_STATUS, T_SECTION };

// spec/registers.md 1.3: "a code that begins with 91 is an enterprise's, 92 an individual
// business's, 93 a co-operative's, any other code an institution's"
static const char *type_of(struct qian_str id) {
    static const struct {
        const char *prefix, *type;
    } typed[] = {{"product:", "product"}, {"project:", "project"}, {"behaviour:", "behaviour"},
                 {"area:", "area"},       {"loc:", "place"},       {"91", "enterprise"},
                 {"92", "individual"},    {"93", "cooperative"}};
    if (qian_id_form(id) == QIAN_ID_REGISTRATION)
        return "";
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (id.n > strlen(typed[i].prefix) &&
            memcmp(id.p, typed[i].prefix, strlen(typed[i].prefix)) == 0)
            return typed[i].type;
    return qian_id_form(id) == QIAN_ID_USCC ? "institution" : "";
}

static void reject(const struct qian_kind_row *row, const char *column, struct qian_str value,
                   const char *reason, const char *remedy) {
    qian_finding_add(row->findings, QIAN_REJECTED, row->row, column, value, reason, remedy);
}

static void judge_target(const struct qian_kind_row *row) {
    const char *type = type_of(row->field[T_ID]);
    struct qian_str *stated = &row->field[T_TYPE], section = row->field[T_SECTION];
    if (stated->n == 0)
        *stated = qian_str(type);
    else if (*type && !qian_str_is(*stated, type))
        reject(row, "type", *stated, "the type and the code contradict each other",
               "state the type that the code has, or leave it out");
    if (section.n > 0 && !qian_str_is(*stated, "place") && !qian_str_is(*stated, "area"))
        reject(row, "section", section, "only places and areas have sections",
               "leave it out for other targets");
    if (!qian_str_is(row->field[T_STATUS], "live"))
        qian_finding_add(row->findings, QIAN_NOTED, row->row, "status", row->field[T_STATUS],
                         "it stays in the roster and in the count, and is skipped if it is drawn",
                         "to take it out, remove it with the reason closed or moved");
}

// spec/registers.md 1.5
static const struct qian_column inspectors[] = {
    {"id", "执法证编号|执法证号|行政执法证号|执法证件号|证件编号|证号|执法证|certificate|id",
     QIAN_FORM_WORD, true, NULL, NULL},
    {"name", "姓名|检查人员姓名|人员姓名|检查人员|name", QIAN_FORM_NAME, true, NULL, NULL},
    {"class", "人员类别|执法人员类别|人员性质|class", QIAN_FORM_CHOICE, false, "",
     "civil=执法类公务员|公务员;qualified=具备执法资格|执法资格人员|具有执法资格;daily="
     "日常监管人员"},
    {"role", "角色|是否专家|role", QIAN_FORM_CHOICE, false, "inspector",
     "inspector=否|检查人员|执法人员;expert=是|专家"},
    {"department", "部门|部门代码|所在部门|单位|所在业务部门|department", QIAN_FORM_CODE, true,
     NULL, NULL},
    {"areas", "地区|检查区域|辖区|负责区域|areas", QIAN_FORM_AREAS, false, "*", NULL},
    {"items", "执法事项范围|事项|事项代码|检查事项|items", QIAN_FORM_CODES, false, "", NULL},
    {"capacity", "最大检查户数|上限|capacity", QIAN_FORM_INTEGER, false, "1000000", NULL},
    {"issued", "执法证发证日期|发证日期|有效期起|issued", QIAN_FORM_DATE, false, "", NULL},
    {"expires", "执法证有效期|有效期|有效期至|有效期止|expires", QIAN_FORM_DATE, false, "", NULL},
};
enum { I_CLASS = 2, I_ROLE = 3, I_EXPIRES = 9 };

static void judge_inspector(const struct qian_kind_row *row) {
    bool expert = qian_str_is(row->field[I_ROLE], "expert"), class = row->field[I_CLASS].n > 0;
    if (!expert && !class)
        reject(row, "class", row->field[I_CLASS],
               "an inspector is of one of the three lawful classes",
               "state civil (执法类公务员), qualified (具备执法资格) or daily (日常监管人员)");
    if (expert && class)
        reject(row, "class", row->field[I_CLASS], "an expert is no enforcement officer",
               "leave the class out, or enter the person as inspector");
    if (!expert && row->field[I_EXPIRES].n == 0)
        reject(row, "expires", row->field[I_EXPIRES], "the certificate has no end of validity",
               "state the day until which it is valid");
}

// spec/registers.md 1.6
static const struct qian_column classes[] = {
    {"id", "统一社会信用代码|社会信用代码|信用代码|注册号/统一社会信用代码|代码|uscc|code|id",
     QIAN_FORM_TARGET, true, NULL, NULL},
    {"class", "信用风险等级|信用风险分类|风险等级|信用等级|风险类别|分类结果|等级|class",
     QIAN_FORM_CHOICE, true, NULL,
     "A=A类|低|低风险|信用风险低|信用风险低(A类);B=B类|一般|一般风险|信用风险一般|信用风险一般(B类)"
     "|中;"
     "C=C类|较高|较高风险|信用风险较高|信用风险较高(C类);D=D类|高|高风险|信用风险高|信用风险高("
     "D类)"},
    {"basis", "依据|分类依据|批次|basis", QIAN_FORM_NAME, false, "", NULL},
    {"since", "生效日期|分类日期|评定日期|since", QIAN_FORM_DATE, true, NULL, NULL},
};

static const struct qian_column pairs[] = {
    {"id", "原代码|旧代码|原注册号|旧注册号|注册号|id", QIAN_FORM_WORD, true, NULL, NULL},
    {"current", "现代码|新代码|统一社会信用代码|current", QIAN_FORM_TARGET, true, NULL, NULL},
    {"proof", "依据|凭证|证明|proof", QIAN_FORM_NAME, true, NULL, NULL},
};

static void judge_pair(const struct qian_kind_row *row) {
    struct qian_str id = row->field[0], current = row->field[1];
    if (qian_str_eq(id, current))
        reject(row, "current", current, "the pair is one code with itself", "leave it out");
    // registers 3.1: "a 9-character organisation code is no id, but pairs with the one code whose
    // characters 9 to 17 it is"
    if (id.n == 9 && (current.n != 18 || memcmp(current.p + 8, id.p, 9) != 0))
        reject(row, "current", current, "an organisation code pairs with the code that holds it",
               "");
}

// spec/history.md 1
static const struct qian_column inspections[] = {
    {"id", "检查编号|编号|任务编号|文书编号|id", QIAN_FORM_CODE, true, NULL, NULL},
    {"target", "统一社会信用代码|信用代码|注册号/统一社会信用代码|检查对象代码|target",
     QIAN_FORM_TARGET, true, NULL, NULL},
    {"item", "事项编码|事项代码|检查事项|item", QIAN_FORM_CODE, true, NULL, NULL},
    {"department", "检查部门|部门|部门代码|检查主体|department", QIAN_FORM_CODE, true, NULL, NULL},
    {"system", "条线|系统|所属系统|system", QIAN_FORM_CODE, true, NULL, NULL},
    {"level", "层级|级别|level", QIAN_FORM_CHOICE, true, NULL,
     "national=国家级|国家;province=省级|省;city=市级|市;county=县级|区县级|县(区)级|区级|县"},
    {"date", "检查日期|检查时间|日期|date", QIAN_FORM_DATE, true, NULL, NULL},
    {"kind", "检查方式|检查类型|kind", QIAN_FORM_CHOICE, false, "drawn",
     "drawn=双随机|双随机抽查|抽查;special=特殊重点领域|专项;complaint=投诉举报;transfer=转办交办|"
     "转办|交办;"
     "data=数据监测"},
    {"result", "检查结果|结果|result", QIAN_FORM_NAME, false, "", NULL},
};

static const struct qian_column certificates[] = {
    {"id", "证书编号|合格证编号|编号|id", QIAN_FORM_CODE, true, NULL, NULL},
    {"target", "统一社会信用代码|信用代码|target", QIAN_FORM_TARGET, true, NULL, NULL},
    {"item", "事项编码|事项代码|item", QIAN_FORM_CODE, true, NULL, NULL},
    {"issuer", "发证机关|出具机构|issuer", QIAN_FORM_NAME, true, NULL, NULL},
    {"issued", "发证日期|出具日期|issued", QIAN_FORM_DATE, true, NULL, NULL},
    {"expires", "有效期至|有效期|expires", QIAN_FORM_DATE, false, "", NULL},
};

static const struct qian_column approvals[] = {
    {"id", "批准文号|编号|id", QIAN_FORM_CODE, true, NULL, NULL},
    {"target", "统一社会信用代码|信用代码|target", QIAN_FORM_TARGET, true, NULL, NULL},
    {"item", "事项编码|事项代码|item", QIAN_FORM_CODE, true, NULL, NULL},
    {"authority", "批准机关|批准单位|authority", QIAN_FORM_NAME, true, NULL, NULL},
    {"date", "批准日期|日期|date", QIAN_FORM_DATE, true, NULL, NULL},
    {"reason", "理由|原因|reason", QIAN_FORM_NAME, true, NULL, NULL},
};

static const struct qian_column recusals[] = {
    {"id", "编号|id", QIAN_FORM_CODE, true, NULL, NULL},
    {"certificate", "执法证编号|执法证号|certificate", QIAN_FORM_WORD, true, NULL, NULL},
    {"target", "统一社会信用代码|信用代码|检查对象代码|target", QIAN_FORM_TARGET, true, NULL, NULL},
    {"reason", "回避理由|理由|原因|reason", QIAN_FORM_NAME, true, NULL, NULL},
};

// spec/import.md 6.2: "another row that differs from it in `name`, `type`, `area`, `status`,
// `section` or `subject` is in *conflict* with it"
static const char decisive[] = "name|type|area|status|section|subject";

// spec/import.md 5.7: "An item or line (条线) of an inspection, certificate or approval that no
// list of items has is noted"
static const struct qian_reference of_visit[] = {
    {"item", "items", "id"}, {"system", "items", "system"}, {NULL, NULL, NULL}};
static const struct qian_reference of_item[] = {{"item", "items", "id"}, {NULL, NULL, NULL}};

#define KIND(name, from, judge, decisive, reference)                                               \
    static const struct qian_kind name##_kind = {                                                  \
        #name, name, sizeof name / sizeof *(name), from, NULL, judge, NULL, decisive, reference}
KIND(targets, NULL, judge_target, decisive, NULL);
KIND(inspectors, NULL, judge_inspector, NULL, NULL);
KIND(classes, "since", NULL, NULL, NULL);
KIND(pairs, NULL, judge_pair, NULL, NULL);
KIND(inspections, NULL, NULL, NULL, of_visit);
KIND(certificates, NULL, NULL, NULL, of_item);
KIND(approvals, NULL, NULL, NULL, of_item);
KIND(recusals, NULL, NULL, NULL, NULL);

const struct qian_kind *const qian_kinds[] = {
    &targets_kind,      &inspectors_kind, &classes_kind,  &pairs_kind,      &inspections_kind,
    &certificates_kind, &approvals_kind,  &recusals_kind, &qian_items_kind, &qian_lines_kind,
};
const size_t qian_kind_count = sizeof qian_kinds / sizeof *qian_kinds;

const struct qian_kind *qian_kind_find(const char *name) {
    for (size_t i = 0; i < qian_kind_count; i++)
        if (strcmp(qian_kinds[i]->name, name) == 0)
            return qian_kinds[i];
    return NULL;
}
