// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/registry/columns_lines.h"

#include <stdio.h>

// What a plan's table says of departments, ratios and times is kept as it stands: a draft is other
// people's work, and what a draw lacks is told by its check (spec/plan.md 1.3, 1.4). The first
// synonym is the header that an export writes.
static const struct qian_column lines[] = {
    {"id", "任务编号|计划编号|编号|任务编码|计划编码|抽查任务编号|id", QIAN_FORM_CODE, false, "",
     NULL},
    {"year", "年度|年份|计划年度|year", QIAN_FORM_INTEGER, false, "", NULL},
    {"kind", "计划类别|计划类型|抽查类型|类别|kind", QIAN_FORM_CHOICE, false, "",
     "joint=联合|部门联合|部门联合抽查|跨部门联合抽查|联合抽查|J;"
     "own=本部门|部门|部门内部|本部门抽查|内部抽查|单部门|D;"
     "temporary=临时|临时抽查|临时检查|T"},
    {"title",
     "抽查任务名称|抽查任务|任务名称|抽查计划名称|计划名称|抽查事项|抽查事项名称|检查事项|事项名称|"
     "检查事项名称|检查内容|抽查内容|title|item",
     QIAN_FORM_NAME, false, "", NULL},
    {"domain", "抽查领域|领域|检查领域|抽查类别|抽查大类|行业领域|domain", QIAN_FORM_NAME, false,
     "", NULL},
    {"items", "事项编码|事项代码|抽查事项编码|抽查事项代码|items", QIAN_FORM_CODES, false, "",
     NULL},
    {"object", "抽查对象|检查对象|对象|抽查对象范围|检查对象范围|监管对象|object", QIAN_FORM_NAME,
     false, "", NULL},
    {"initiator",
     "发起部门|牵头部门|发起单位|牵头单位|组织部门|抽查主体|检查主体|责任部门|initiator|lead_dept",
     QIAN_FORM_NAME, false, "", NULL},
    {"participants",
     "参与部门|配合部门|联合部门|协同部门|参与单位|配合单位|participants|partner_dept",
     QIAN_FORM_NAME, false, "", NULL},
    {"ratio",
     "抽查比例|抽查比例或数量|抽查数量|抽查比例/数量|比例|抽取比例|ratio|ratio_or_"
     "count_raw",
     QIAN_FORM_NAME, false, "", NULL},
    {"ratios", "分级比例|各等级比例|分类抽查比例|ratios", QIAN_FORM_RATIOS, false, "", NULL},
    {"frequency", "抽查频次|频次|检查频次|抽查频率|frequency|frequency_raw", QIAN_FORM_NAME, false,
     "", NULL},
    {"stratify", "分层|stratify", QIAN_FORM_CHOICE, false, "",
     "class=等级|信用等级;area=地区|行政区划;class/area=等级/地区;area/class=地区/等级"},
    {"weights", "权重|各等级权重|weights", QIAN_FORM_WEIGHTS, false, "", NULL},
    {"minimum", "每层最少|每层最少户数|minimum", QIAN_FORM_INTEGER, false, "", NULL},
    {"batches", "批次|分批数|批数|batches", QIAN_FORM_INTEGER, false, "", NULL},
    {"areas", "检查区域|抽查区域|地区|行政区划|areas", QIAN_FORM_AREAS, false, "*", NULL},
    {"level", "层级|级别|检查层级|组织层级|level|level_raw", QIAN_FORM_NAME, false, "", NULL},
    {"period",
     "抽查时间|时间安排|检查时间|实施时间|抽查时段|检查时限|完成时限|抽查期限|period|period_raw",
     QIAN_FORM_NAME, false, "", NULL},
    {"starts", "开始日期|检查开始日期|起始日期|起始时间|开始时间|starts", QIAN_FORM_DATE, false, "",
     NULL},
    {"ends", "结束日期|检查结束日期|截止日期|结束时间|截止时间|ends", QIAN_FORM_DATE, false, "",
     NULL},
    {"education", "普法日期|宣传教育日期|education", QIAN_FORM_DATE, false, "", NULL},
    {"method", "抽查方式|检查方式|检查方法|method|method_raw", QIAN_FORM_NAME, false, "", NULL},
    {"basis", "检查依据|法律依据|依据|抽查依据|basis", QIAN_FORM_TEXT, false, "", NULL},
    {"per_visit", "每户检查人数|检查人数|per_visit", QIAN_FORM_INTEGER, false, "", NULL},
    {"per_department", "每部门人数|per_department", QIAN_FORM_INTEGER, false, "", NULL},
    {"experts", "专家人数|experts", QIAN_FORM_INTEGER, false, "", NULL},
    {"approval", "批准文号|审批文号|批准|approval", QIAN_FORM_NAME, false, "", NULL},
    {"scheme", "实施方案|方案文号|scheme", QIAN_FORM_NAME, false, "", NULL},
    {"carried", "结转自|结转任务|carried", QIAN_FORM_NAME, false, "", NULL},
    {"note", "备注|说明|信用规则|note|credit_rule_raw", QIAN_FORM_TEXT, false, "", NULL},
};

// spec/plan.md 1.3: "A row without a title takes its `domain`, or else its `object`, as title."
static void give_title(const struct qian_kind_row *row) {
    struct qian_str *title = &row->field[QIAN_LINE_TITLE];
    if (title->n == 0)
        *title = row->field[QIAN_LINE_DOMAIN];
    if (title->n == 0)
        *title = row->field[QIAN_LINE_OBJECT];
    if (title->n == 0)
        qian_finding_add(row->findings, QIAN_REJECTED, row->row, "title", *title,
                         "a line of a plan without any name", "say what is to be inspected");
}

// spec/plan.md 1.3: "A row without an id gets `L` and the number of its row in the file, with zeros
// at its front to four digits"
static void give_id(const struct qian_kind_row *row) {
    if (row->field[QIAN_LINE_ID].n > 0)
        return;
    char id[32];
    (void)snprintf(id, sizeof id, "L%04zu", row->row);
    row->own->n = 0;
    qian_buf_text(row->own, id);
    row->field[QIAN_LINE_ID] = qian_buf_view(row->own);
}

static void judge(const struct qian_kind_row *row) {
    give_title(row);
    give_id(row);
}

const struct qian_kind qian_lines_kind = {"lines", lines, sizeof lines / sizeof *lines, NULL,
                                          NULL,    judge, "title|domain|object",        NULL,
                                          NULL};
