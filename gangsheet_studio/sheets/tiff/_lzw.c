/* The coder of lzw.py, code by code: the same rows give the same pieces, some hundred times sooner. Loaded by
   fast_lzw.py through ctypes, which also lets other threads run meanwhile. */

#include <stdint.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define CLEAR 256
#define END 257
#define FIRST 258
#define MOST_CODES 3836   /* the last of them is coded with 12 bits; then the table is full */
#define TAIL 8            /* bytes at the end of a piece that are coded one by one, to end on a byte */
#define SLOTS 8192
#define SLOT_BITS 13

typedef struct {
    uint8_t *out;
    int64_t used;
    uint64_t bits;
    int held;
} Sink;

typedef struct {
    uint32_t slots[SLOTS];      /* prefix, byte and code of a string in one word, 0 where free */
    uint16_t zeros[MOST_CODES + 2]; /* codes of strings of zeros, by their length */
    int32_t longest;            /* the longest of those */
    int32_t count;              /* codes since the last Clear */
    int width;
} Table;

static void put(Sink *sink, uint32_t code, int width) {
    sink->bits = (sink->bits << width) | code;
    sink->held += width;
    while (sink->held >= 8) {
        sink->held -= 8;
        sink->out[sink->used++] = (uint8_t)(sink->bits >> sink->held);
    }
}

static int width_after(int32_t count) {
    return count < 254 ? 9 : count < 766 ? 10 : count < 1790 ? 11 : 12;
}

static void reset(Table *table) {
    memset(table->slots, 0, sizeof table->slots);
    table->zeros[1] = 0;
    table->longest = 1;
    table->count = 0;
    table->width = 9;
}

static uint32_t *slot_of(Table *table, uint32_t key) {
    uint32_t at = (key * UINT32_C(2654435761)) >> (32 - SLOT_BITS);
    while (table->slots[at] != 0 && table->slots[at] >> 12 != key) at = (at + 1) & (SLOTS - 1);
    return &table->slots[at];
}

/* Write `code`; true where that fills the table, which is then empty again. */
static int emit(Sink *sink, Table *table, uint32_t code) {
    put(sink, code, table->width);
    table->count++;
    if (table->count == MOST_CODES) {
        put(sink, CLEAR, 12);
        reset(table);
        return 1;
    }
    table->width = width_after(table->count);
    return 0;
}

static int64_t run_of_zeros(const uint8_t *row, int64_t from, int64_t size) {
    int64_t at = from;
    uint64_t word;
    while (at + 8 <= size) {
        memcpy(&word, row + at, 8);
        if (word != 0) break;
        at += 8;
    }
    while (at < size && row[at] == 0) at++;
    return at;
}

static void encode_head(Sink *sink, Table *table, const uint8_t *row, int64_t size) {
    int64_t at = 0, zeros_end = 0;
    while (at < size) {
        uint32_t prefix;
        if (row[at] == 0) {
            if (zeros_end <= at) zeros_end = run_of_zeros(row, at, size);
            int64_t run = zeros_end - at;
            if (run > table->longest) {
                int32_t length = table->longest;
                uint32_t fresh = FIRST + (uint32_t)table->count;
                at += length;
                if (!emit(sink, table, table->zeros[length])) {
                    table->zeros[length + 1] = (uint16_t)fresh;
                    table->longest = length + 1;
                }
                continue;
            }
            prefix = table->zeros[run];
            at += run;
        } else {
            prefix = row[at++];
        }
        while (at < size) {
            uint32_t key = prefix << 8 | row[at];
            uint32_t *slot = slot_of(table, key);
            if (*slot == 0) {
                uint32_t fresh = FIRST + (uint32_t)table->count;
                if (!emit(sink, table, prefix)) *slot = key << 12 | fresh;
                prefix = UINT32_MAX;
                break;
            }
            prefix = *slot & 0xFFF;
            at++;
        }
        if (prefix != UINT32_MAX) emit(sink, table, prefix); /* the row's end */
    }
}

/* Bytes one by one, with so many Clears among them that the last one ends on a byte. */
static void encode_tail(Sink *sink, const uint8_t *bytes, int64_t size) {
    int clears = (int)((16 - sink->held - (size + 1) % 8) % 8); /* each code of 9 bits shifts by one */
    for (int64_t at = 0; at < size; at++) {
        put(sink, bytes[at], 9);
        if (at + 1 == size || at < clears) put(sink, CLEAR, 9);
    }
}

EXPORT int64_t lzw_encode(
    const uint8_t *rows, int64_t count, int64_t size, int32_t opens, uint8_t *out, int64_t *ends
) {
    static const int64_t tail = TAIL;
    Sink sink = {out, 0, 0, 0};
    Table table;
    for (int64_t row = 0; row < count; row++, rows += size) {
        int64_t head = size > tail ? size - tail : 0;
        if (opens) put(&sink, CLEAR, 9);
        if (head > 0) {
            reset(&table);
            encode_head(&sink, &table, rows, head);
            if (table.count > 0) put(&sink, CLEAR, table.width);
        }
        encode_tail(&sink, rows + head, size - head);
        ends[row] = sink.used;
    }
    return sink.used;
}

EXPORT int64_t lzw_decode(const uint8_t *in, int64_t length, uint8_t *out, int64_t size) {
    int32_t starts[4096], sizes[4096]; /* where in `out` each string was last written */
    int64_t used = 0, read = 0;
    uint64_t bits = 0;
    int held = 0, width = 9;
    int32_t next = FIRST, last = -1;
    int32_t last_start = 0, last_size = 0;
    for (;;) {
        while (held < width && read < length) {
            bits = (bits << 8) | in[read++];
            held += 8;
        }
        if (held < width) return used;
        uint32_t code = (uint32_t)(bits >> (held - width)) & ((1u << width) - 1);
        held -= width;
        if (code == END) return used;
        if (code == CLEAR) {
            next = FIRST;
            width = 9;
            last = -1;
            continue;
        }
        int32_t start = (int32_t)used, length_of = 1;
        if (code < CLEAR) {
            if (used >= size) return -1;
            out[used++] = (uint8_t)code;
        } else if (last >= 0 && (int32_t)code <= next) {
            int32_t from;
            if ((int32_t)code == next) {
                from = last_start;
                length_of = last_size + 1;
            } else {
                from = starts[code];
                length_of = sizes[code];
            }
            if (used + length_of > size) return -1;
            for (int32_t at = 0; at < length_of; at++) out[used + at] = out[from + at];
            used += length_of;
        } else {
            return -1;
        }
        if (last >= 0) {
            if (next > 4095) return -1;
            starts[next] = last_start;
            sizes[next] = last_size + 1;
            next++;
        }
        last = (int32_t)code;
        last_start = start;
        last_size = length_of;
        width = width_after(next - FIRST + 1);
    }
}
