// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/plan/svg.h"

#include "engine/base/text.h"
#include "engine/core/ratio.h"

#define WIDTH 720
#define LEFT 200  // where bars begin
#define SPAN 400  // of the longest
#define TOP 48    // where the first begins
#define STEP 26   // from one to the next
#define HEIGHT 16 // of one

// spec/plan.md 6.2: "SVG without scripts, links or fonts"
static void escaped(struct qian_buf *out, const char *text) {
    struct qian_buf shown = {0};
    qian_show(&shown, qian_str(text), 120);
    for (size_t i = 0; i < shown.n; i++) {
        static const char special[] = "<>&\"'";
        static const char *const names[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"};
        size_t k = 0;
        while (special[k] && special[k] != shown.p[i])
            k++;
        if (special[k])
            qian_buf_text(out, names[k]);
        else
            qian_buf_char(out, shown.p[i]);
    }
    qian_buf_free(&shown);
}

static void attribute(struct qian_buf *out, const char *name, uint64_t value) {
    qian_buf_char(out, ' ');
    qian_buf_text(out, name);
    qian_buf_text(out, "=\"");
    qian_buf_u64(out, value);
    qian_buf_char(out, '"');
}

static void text(struct qian_buf *out, uint64_t x, uint64_t y, const char *more,
                 const char *words) {
    qian_buf_text(out, " <text");
    attribute(out, "x", x);
    attribute(out, "y", y);
    qian_buf_text(out, more);
    qian_buf_char(out, '>');
    escaped(out, words);
    qian_buf_text(out, "</text>\n");
}

static void box(struct qian_buf *out, uint64_t x, uint64_t y, uint64_t width, uint64_t height,
                const char *fill) {
    qian_buf_text(out, " <rect");
    attribute(out, "x", x);
    attribute(out, "y", y);
    attribute(out, "width", width);
    attribute(out, "height", height);
    qian_buf_text(out, " fill=\"");
    qian_buf_text(out, fill);
    qian_buf_text(out, "\"/>\n");
}

static uint64_t scaled(uint64_t value, uint64_t most) {
    return most ? (uint64_t)((qian_u128)value * SPAN / most) : 0;
}

static void one(struct qian_buf *out, const struct qian_bar_shown *bar, uint64_t y, uint64_t most) {
    bool outside = bar->high > 0 && (bar->value < bar->low || bar->value > bar->high);
    text(out, LEFT - 8, y + 13, " text-anchor=\"end\"", bar->label);
    box(out, LEFT, y, scaled(bar->value, most), HEIGHT, outside ? "#b3261e" : "#2f6f9f");
    if (bar->high > 0) {
        box(out, LEFT + scaled(bar->low, most), y - 3, 2, HEIGHT + 6, "#222222");
        box(out, LEFT + scaled(bar->high, most), y - 3, 2, HEIGHT + 6, "#222222");
    }
    text(out, LEFT + SPAN + 10, y + 13, "", bar->text);
}

void qian_svg_bars(struct qian_buf *out, const char *title, const struct qian_bar_shown *bar,
                   size_t bars) {
    uint64_t most = 0, height = TOP + STEP * (uint64_t)bars + 12;
    for (size_t i = 0; i < bars; i++) {
        most = bar[i].value > most ? bar[i].value : most;
        most = bar[i].high > most ? bar[i].high : most;
    }
    qian_buf_text(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    attribute(out, "width", WIDTH);
    attribute(out, "height", height);
    qian_buf_text(out, " viewBox=\"0 0 ");
    qian_buf_u64(out, WIDTH);
    qian_buf_char(out, ' ');
    qian_buf_u64(out, height);
    qian_buf_text(out,
                  "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">\n <title>");
    escaped(out, title);
    qian_buf_text(out, "</title>\n");
    box(out, 0, 0, WIDTH, height, "#ffffff");
    text(out, 16, 28, " font-size=\"16\"", title);
    for (size_t i = 0; i < bars; i++)
        one(out, &bar[i], TOP + STEP * (uint64_t)i, most);
    qian_buf_text(out, "</svg>\n");
}
