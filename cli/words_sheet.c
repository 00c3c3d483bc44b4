// SPDX-License-Identifier: MulanPSL-2.0
// cli/words_sheet.c - what `qian` says of the files that departments have.
#include "cli/words.h"

const struct word words_sheet[] = {
    // what a file is
    {"the file is empty", "文件为空"},
    {"export it again", "请重新导出"},
    {"this is a workbook of Excel 97-2003 (.xls)", "这是 Excel 97-2003 工作簿（.xls）"},
    {"this is a workbook in the XML of Excel 2003", "这是 Excel 2003 的 XML 格式工作簿"},
    {"open it and save it as .xlsx", "请打开后另存为 .xlsx"},
    {"this is a web page, whatever its name says", "无论文件名如何，这其实是一个网页"},
    {"open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开后另存为 .xlsx"},
    {"this workbook is under a password", "该工作簿设有密码"},
    {"open it and save it without a password", "请打开后取消密码再保存"},
    {"a CSV has no sheets", "CSV 文件没有工作表"},
    {"leave --sheet out", "请去掉 --sheet"},
    {"a workbook has no encoding to state", "工作簿无须指明编码"},
    {"leave --encoding out", "请去掉 --encoding"},
    // encodings
    {"this is text in UTF-16", "这是 UTF-16 编码的文本"},
    {"the text is in no known encoding", "文本不属于任何已知编码"},
    {"save it as CSV UTF-8 or as .xlsx", "请另存为 CSV UTF-8 或 .xlsx"},
    {"there is no such encoding", "没有这种编码"},
    {"utf-8, gbk or gb18030", "可选：utf-8、gbk、gb18030"},
    {"the bytes of the file contradict the encoding that was stated", "文件内容与所指明的编码不符"},
    {"leave --encoding out to see what is detected", "请去掉 --encoding，查看检测到的编码"},
    // rows
    {"a NUL byte", "含有空字节（NUL）"},
    {"a carriage return without a line feed", "有回车符而没有换行符"},
    {"a cell of more than 65,535 bytes", "单元格超过65,535字节"},
    {"more than 1,024 cells", "超过1,024个单元格"},
    {"the file has more than 20,000,000 rows", "文件超过20,000,000行"},
    {"split it", "请拆分文件"},
};
const size_t words_sheet_count = sizeof words_sheet / sizeof *words_sheet;
