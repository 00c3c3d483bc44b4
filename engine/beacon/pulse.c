// SPDX-License-Identifier: MulanPSL-2.0
#include "engine/beacon/pulse.h"

#include <string.h>

#include "engine/base/date.h"
#include "engine/base/json_in.h"

#define INTEGER_MAX 9007199254740991 // 2^53 - 1

enum kind { TEXT, TIME, NUMBER, INTEGER, HEX, SIGNATURE };

// The members, in the order of the file and of the message alike; the last two are not signed.
static const struct field {
    const char *name; // as in the file
    enum kind kind;
    size_t at;
    const char *path;   // where it stands in the JSON: "" the pulse, else a member of it
    const char *member; // its name there; for "listValues" its `type`
} fields[] = {
#define AT(m) offsetof(struct qian_pulse, m)
    {"uri", TEXT, AT(uri), "", "uri"},
    {"version", TEXT, AT(version), "", "version"},
    {"cipherSuite", NUMBER, AT(cipher_suite), "", "cipherSuite"},
    {"period", NUMBER, AT(period), "", "period"},
    {"certificateId", HEX, AT(certificate_id), "", "certificateId"},
    {"chainIndex", INTEGER, AT(chain), "", "chainIndex"},
    {"pulseIndex", INTEGER, AT(index), "", "pulseIndex"},
    {"timeStamp", TIME, AT(time_stamp), "", "timeStamp"},
    {"localRandomValue", HEX, AT(local_random), "", "localRandomValue"},
    {"external.sourceId", HEX, AT(external_source), "external", "sourceId"},
    {"external.statusCode", NUMBER, AT(external_status), "external", "statusCode"},
    {"external.value", HEX, AT(external_value), "external", "value"},
    {"previous", HEX, AT(previous), "listValues", "previous"},
    {"hour", HEX, AT(hour), "listValues", "hour"},
    {"day", HEX, AT(day), "listValues", "day"},
    {"month", HEX, AT(month), "listValues", "month"},
    {"year", HEX, AT(year), "listValues", "year"},
    {"precommitmentValue", HEX, AT(precommitment), "", "precommitmentValue"},
    {"statusCode", NUMBER, AT(status), "", "statusCode"},
    {"signatureValue", SIGNATURE, AT(signature), "", "signatureValue"},
    {"outputValue", HEX, AT(output), "", "outputValue"},
#undef AT
};
#define FIELDS (sizeof fields / sizeof *fields)
#define SIGNED (FIELDS - 2)

static size_t size_of(enum kind kind) {
    return kind == SIGNATURE ? QIAN_PULSE_SIGNATURE : QIAN_PULSE_DIGEST;
}

// spec/beacons.md 3.2: "printable ASCII of 1 to 256 characters without spaces at the ends"
static bool text_good(struct qian_str text) {
    if (text.n < 1 || text.n > QIAN_PULSE_TEXT_MAX || text.p[0] == ' ' || text.p[text.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 0x20 || text.p[i] > 0x7e)
            return false;
    return true;
}

// spec/beacons.md 3.2: "`timeStamp` is `YYYY-MM-DDTHH:MM:SS.mmmZ`, judged here by its pattern of
// digits alone"
static bool time_good(struct qian_str text) {
    static const char pattern[] = "0000-00-00T00:00:00.000Z";
    bool good = text.n == QIAN_PULSE_TIME;
    for (size_t i = 0; i < text.n && good; i++)
        good = pattern[i] == '0' ? text.p[i] >= '0' && text.p[i] <= '9' : text.p[i] == pattern[i];
    return good;
}

// False if there is no such day or hour.
static bool time_read(struct qian_str text, int64_t *milliseconds) {
    char beijing[26];
    int64_t seconds = 0;
    uint32_t fraction = 0;
    if (!time_good(text))
        return false;
    for (size_t i = 20; i < 23; i++)
        fraction = fraction * 10 + (uint32_t)(text.p[i] - '0');
    memcpy(beijing, text.p, 19);
    memcpy(beijing + 19, "+08:00", 7);
    if (!qian_time_read(qian_str(beijing), &seconds))
        return false;
    *milliseconds = (seconds + 8 * 3600) * 1000 + fraction; // it was UTC
    return true;
}

// Read one value into its member. NULL, F07 or F13.
static const char *value_read(const struct field *field, struct qian_str value,
                              struct qian_pulse *out) {
    char *at = (char *)out + field->at;
    uint64_t number = 0;
    switch (field->kind) {
    case TEXT:
    case TIME:
        if (field->kind == TEXT ? !text_good(value) : !time_good(value))
            return "F07";
        memcpy(at, value.p, value.n);
        at[value.n] = 0;
        return NULL;
    case NUMBER:
        if (!qian_u64_read(value, UINT32_MAX, &number))
            return "F07";
        memcpy(at, &(uint32_t){(uint32_t)number}, sizeof(uint32_t));
        return NULL;
    case INTEGER:
        if (!qian_u64_read(value, INTEGER_MAX, &number))
            return "F07";
        memcpy(at, &number, sizeof number);
        return NULL;
    case HEX:
    case SIGNATURE:
        // spec/beacons.md 3.2: "Code F07 (an empty value, or one with a blank in it, too)"
        if (value.n == 0 || memchr(value.p, ' ', value.n))
            return "F07";
        return qian_hex_read(value, (uint8_t *)at, size_of(field->kind)) ? NULL : "F13";
    }
    return "F07";
}

static uint64_t number_of(const struct field *field, const struct qian_pulse *pulse) {
    const char *at = (const char *)pulse + field->at;
    uint64_t wide = 0;
    uint32_t narrow = 0;
    if (field->kind == INTEGER)
        memcpy(&wide, at, sizeof wide);
    else
        memcpy(&narrow, at, sizeof narrow);
    return field->kind == INTEGER ? wide : narrow;
}

// spec/beacons.md 3.2: "A pulse file is text of these lines, each a name, a space and a value, in
// this order"
const char *qian_pulse_read(struct qian_str text, struct qian_pulse *out, const char **name) {
    *out = (struct qian_pulse){.chain = 0};
    *name = "";
    if (text.n == 0 || text.p[text.n - 1] != '\n')
        return "F07";
    struct qian_split split = qian_split((struct qian_str){text.p, text.n - 1}, '\n');
    struct qian_str line;
    for (size_t i = 0; i < FIELDS; i++) {
        size_t n = strlen(fields[i].name);
        if (!qian_split_next(&split, &line))
            return "F07";
        *name = fields[i].name;
        if (line.n <= n || memcmp(line.p, fields[i].name, n) != 0 || line.p[n] != ' ')
            return "F07";
        const char *code =
            value_read(&fields[i], (struct qian_str){line.p + n + 1, line.n - n - 1}, out);
        if (code)
            return code;
    }
    *name = "";
    return qian_split_next(&split, &line) ? "F07" : NULL;
}

void qian_pulse_write(const struct qian_pulse *pulse, struct qian_buf *out) {
    for (size_t i = 0; i < FIELDS; i++) {
        const char *at = (const char *)pulse + fields[i].at;
        qian_buf_text(out, fields[i].name);
        qian_buf_char(out, ' ');
        if (fields[i].kind == TEXT || fields[i].kind == TIME)
            qian_buf_text(out, at);
        else if (fields[i].kind == NUMBER || fields[i].kind == INTEGER)
            qian_buf_u64(out, number_of(&fields[i], pulse));
        else
            qian_buf_hex(out, (const uint8_t *)at, size_of(fields[i].kind));
        qian_buf_char(out, '\n');
    }
}

static void big_endian(struct qian_buf *out, uint64_t value, size_t bytes) {
    for (size_t i = bytes; i-- > 0;)
        qian_buf_char(out, (char)(value >> (8 * i)));
}

// spec/beacons.md 3.3: "in this order and with each text or byte string preceded by its length as
// u32: `uri`; `version`; u32 cipherSuite; u32 period; certificateId; u64 chainIndex; u64
// pulseIndex; timeStamp; localRandomValue;"
void qian_pulse_message(const struct qian_pulse *pulse, struct qian_buf *out) {
    for (size_t i = 0; i < SIGNED; i++) {
        const char *at = (const char *)pulse + fields[i].at;
        enum kind kind = fields[i].kind;
        if (kind == NUMBER || kind == INTEGER) {
            big_endian(out, number_of(&fields[i], pulse), kind == NUMBER ? 4 : 8);
        } else {
            size_t n = kind == HEX ? QIAN_PULSE_DIGEST : strlen(at);
            big_endian(out, n, 4);
            qian_buf_add(out, at, n);
        }
    }
}

int64_t qian_pulse_time(const struct qian_pulse *pulse) {
    int64_t milliseconds = 0;
    return time_read(qian_str(pulse->time_stamp), &milliseconds) ? milliseconds : INT64_MIN;
}

// The element of listValues that has this `type`. There are five elements and five types that must
// be found, so none stands twice.
static json_t *typed(json_t *list, const char *type) {
    json_t *element;
    size_t i;
    json_array_foreach(list, i, element) {
        const char *is = json_string_value(json_object_get(element, "type"));
        if (is && strcmp(is, type) == 0)
            return element;
    }
    return NULL;
}

static json_t *find(json_t *pulse, const struct field *field) {
    if (!*field->path)
        return json_object_get(pulse, field->member);
    json_t *inner = json_object_get(pulse, field->path);
    if (strcmp(field->path, "listValues") == 0)
        return json_object_get(typed(inner, field->member), "value");
    return json_object_get(inner, field->member);
}

// The value as it would stand in a pulse file.
static void as_text(json_t *value, enum kind kind, struct qian_buf *out) {
    out->n = 0;
    if (json_is_string(value) && kind != NUMBER && kind != INTEGER)
        qian_buf_add(out, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value) && json_integer_value(value) >= 0 &&
             (kind == NUMBER || kind == INTEGER))
        qian_buf_u64(out, (uint64_t)json_integer_value(value));
    for (size_t i = 0; i < out->n && (kind == HEX || kind == SIGNATURE); i++)
        if (out->p[i] >= 'A' && out->p[i] <= 'F')
            out->p[i] = (char)(out->p[i] - 'A' + 'a');
}

enum qian_status qian_pulse_import(const char *file, struct qian_str json, struct qian_pulse *out,
                                   struct qian_err *err) {
    struct qian_json_place place = {file, "beacons 3.2", QIAN_BAD_DATA};
    enum qian_status status = QIAN_OK;
    struct qian_buf text = {0};
    json_t *root = qian_json_load(&place, json, err);
    if (!root)
        return place.status;
    json_t *pulse = json_object_get(root, "pulse");
    *out = (struct qian_pulse){.chain = 0};
    if (!json_is_object(pulse))
        status = qian_json_wrong(&place, "", "pulse", "must be an object", err);
    else if (json_array_size(json_object_get(pulse, "listValues")) != 5)
        status =
            qian_json_wrong(&place, "pulse", "listValues", "must be a list within its bounds", err);
    for (size_t i = 0; i < FIELDS && status == QIAN_OK; i++) {
        as_text(find(pulse, &fields[i]), fields[i].kind, &text);
        if (value_read(&fields[i], qian_buf_view(&text), out))
            status = qian_json_wrong(&place, "pulse", fields[i].name,
                                     "missing, or not of the form of a pulse", err);
    }
    qian_buf_free(&text);
    json_decref(root);
    return status;
}
