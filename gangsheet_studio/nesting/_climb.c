/* The local search of climb.py, line by line: the same window and seed give the same parts, some hundred
   times sooner. Loaded by fast.py through ctypes, which also lets other threads run meanwhile. Sizes are
   pixels that include the gap; fast.py sees to it that no sum overflows and every index is in range. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define WALL INT32_MAX
#define TOO_MUCH INT64_MAX
#define RANK 256         /* what a place further back in the order costs */
#define FILM_WEIGHT 8    /* a pixel of film against one lost below the skyline */
#define LOOK_ROUND_COST 4

typedef struct { int32_t width, height, kind; } Choice;
typedef struct { int32_t part, x, y, choice, copies; } Run;
typedef struct { int32_t lean, waste, flush, exact; } Rule;
enum { TALLER, LEFT, LEVEL };

typedef struct {
    int32_t choices, kinds, width, longest, lost, policies;
    int64_t area;
    const Choice *choice;     /* [choices] */
    const int32_t *copies;    /* [kinds] */
    const int32_t *unusable;  /* [width + 1]: pixels of a rest that no box fills */
} Window;

/* How each part is packed: one row a policy. */
typedef struct {
    int32_t *order;  /* [policies][choices] */
    int32_t *quota;  /* [policies][kinds] */
    Rule *rule;      /* [policies] */
} Policies;

typedef struct {
    int32_t *xs, *tops, stretches;  /* the skyline; its first and last stretch are the film's walls */
    int32_t *left, *here, *next;    /* copies by kind in all and for this part; the open choices, linked */
    Run *runs;
    int32_t run_count;
    int64_t work;
} Desk;

static uint64_t draw(uint64_t *seed) { /* splitmix64 */
    uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int32_t below(uint64_t *seed, int32_t limit) { return (int32_t)((draw(seed) >> 33) % (uint64_t)limit); }

static int32_t apart(int32_t a, int32_t b) { return a < b ? b - a : a - b; }

static void drop(int32_t *values, int32_t count, int32_t at) {
    memmove(values + at, values + at + 1, sizeof *values * (size_t)(count - at - 1));
}

static void insert(int32_t *values, int32_t count, int32_t at, int32_t value) {
    memmove(values + at + 1, values + at, sizeof *values * (size_t)(count - at));
    values[at] = value;
}

static void drop_stretch(Desk *d, int32_t at) {
    drop(d->xs, d->stretches, at);
    drop(d->tops, d->stretches, at);
    d->stretches--;
}

static void level(Desk *d, int32_t at, int32_t top) {
    d->tops[at] = top;
    if (d->tops[at + 1] == top) drop_stretch(d, at + 1);
    if (d->tops[at - 1] == top) drop_stretch(d, at);
}

static int32_t put(Desk *d, int32_t at, int32_t width, int32_t top, int32_t lean) {
    int32_t start = d->xs[at], end = d->xs[at + 1], left = d->tops[at - 1], right = d->tops[at + 1];
    if (width == end - start) {
        level(d, at, top);
        return start;
    }
    if (lean == LEFT || (lean == TALLER ? left >= right : apart(left, top) <= apart(right, top))) {
        if (left == top) {
            d->xs[at] += width;
        } else {
            insert(d->tops, d->stretches, at, top);
            insert(d->xs, d->stretches++, at + 1, start + width);
        }
        return start;
    }
    if (right == top) {
        d->xs[at + 1] -= width;
    } else {
        insert(d->tops, d->stretches, at + 1, top);
        insert(d->xs, d->stretches++, at + 1, end - width);
    }
    return end - width;
}

/* Link the choices with copies for this part; return the narrowest width. */
static int32_t open_choices(const Window *w, const int32_t *order, Desk *d) {
    int32_t last = 0, narrowest = WALL;
    for (int32_t i = 0; i < w->choices; i++) {
        const Choice *c = w->choice + order[i];
        if (d->here[c->kind] == 0) continue;
        d->next[last] = i + 1;
        last = i + 1;
        if (c->width < narrowest) narrowest = c->width;
    }
    d->next[last] = 0;
    return narrowest;
}

/* Return the place in `order` of what costs least on the lowest stretch, -1 where nothing fits. */
static int32_t cheapest(const Window *w, const int32_t *order, Rule rule, Desk *d, int32_t at, int32_t *narrowest) {
    int32_t y = d->tops[at], room = d->xs[at + 1] - d->xs[at], found = -1, seen = WALL;
    int32_t left = d->tops[at - 1], right = d->tops[at + 1];
    int64_t least = TOO_MUCH;
    if (room < *narrowest) return -1;
    for (int32_t before = 0, i = d->next[0]; i; i = d->next[i]) {
        int64_t cost = (int64_t)(i - 1) * RANK;
        if (cost >= least) break;
        d->work++;
        const Choice *c = w->choice + order[i - 1];
        int32_t copies = d->here[c->kind];
        if (copies == 0) {
            d->next[before] = d->next[i];
            continue;
        }
        before = i;
        if (c->width < seen) seen = c->width;
        if (c->width > room || c->height > w->longest - y) continue;
        int32_t most = room / c->width, rest = room - c->width * (copies < most ? copies : most);
        int32_t top = y + c->height;
        cost += (int64_t)rule.waste * w->unusable[rest];
        if (rest) cost += (int64_t)rule.exact * RANK;
        if (top != left && top != right) cost += (int64_t)rule.flush * RANK;
        if (cost < least) {
            least = cost;
            found = i - 1;
        }
    }
    if (found < 0) *narrowest = seen;
    return found;
}

/* Pack one part; add what is lost below its skyline to `holes` and return its length, or -1 above `limit`. */
static int32_t pack_part(const Window *w, const int32_t *order, Rule rule, Desk *d, int32_t part, int64_t film,
                         int64_t *holes, int64_t limit) {
    int32_t length = 0, narrowest = open_choices(w, order, d);
    int64_t weighed = (int64_t)w->width * FILM_WEIGHT;
    d->stretches = 3;
    d->xs[0] = d->xs[1] = d->tops[1] = 0;
    d->xs[2] = w->width;
    d->tops[0] = d->tops[2] = WALL;
    for (;;) {
        int32_t at = 1;
        for (int32_t i = 2; i < d->stretches - 1; i++)
            if (d->tops[i] < d->tops[at]) at = i;
        int32_t y = d->tops[at], room = d->xs[at + 1] - d->xs[at];
        d->work += LOOK_ROUND_COST;
        int32_t place = cheapest(w, order, rule, d, at, &narrowest);
        if (place < 0) {
            int32_t left = d->tops[at - 1], right = d->tops[at + 1], lower = left < right ? left : right;
            if (lower == WALL) return length;
            *holes += (int64_t)(lower - y) * room;
            if ((w->area + *holes) * FILM_WEIGHT + (int64_t)part * w->lost * weighed + *holes > limit) return -1;
            level(d, at, lower);
            continue;
        }
        const Choice *c = w->choice + order[place];
        int32_t copies = room / c->width, top = y + c->height;
        if (d->here[c->kind] < copies) copies = d->here[c->kind];
        int32_t x = put(d, at, copies * c->width, top, rule.lean);
        d->runs[d->run_count++] = (Run){part, x, y, order[place], copies};
        d->here[c->kind] -= copies;
        d->left[c->kind] -= copies;
        if (top > length) length = top;
        if ((film + length + w->lost) * weighed > limit) return -1;
    }
}

/* Pack all copies; return film and holes as one value, or TOO_MUCH above `limit`. */
static int64_t pack(const Window *w, const Policies *p, Desk *d, int64_t limit) {
    int64_t film = 0, holes = 0;
    int32_t placed = 0, total = 0;
    d->run_count = 0;
    memcpy(d->left, w->copies, sizeof *d->left * (size_t)w->kinds);
    for (int32_t k = 0; k < w->kinds; k++) total += w->copies[k];
    for (int32_t part = 0; placed < total; part++) {
        int32_t last = part >= w->policies - 1, which = last ? w->policies - 1 : part, first_run = d->run_count;
        const int32_t *quota = p->quota + (size_t)which * (size_t)w->kinds;
        for (int32_t k = 0; k < w->kinds; k++)
            d->here[k] = last || d->left[k] < quota[k] ? d->left[k] : quota[k];
        int32_t length = pack_part(w, p->order + (size_t)which * (size_t)w->choices, p->rule[which], d, part, film,
                                   &holes, limit);
        if (length < 0) return TOO_MUCH;
        if (d->run_count == first_run) {
            if (last) return TOO_MUCH; /* a box that fits no part */
            continue;
        }
        for (int32_t i = first_run; i < d->run_count; i++) placed += d->runs[i].copies;
        film += length + w->lost;
        for (int32_t i = 1; placed < total && i < d->stretches - 1; i++)
            holes += (int64_t)(length - d->tops[i]) * (d->xs[i + 1] - d->xs[i]);
    }
    int64_t value = film * w->width * FILM_WEIGHT + holes;
    return value > limit ? TOO_MUCH : value;
}

static void change_rule(Rule *rule, uint64_t *seed) {
    static const int32_t wastes[] = {0, 0, 1, 4, 16, 64, 256, 1024}, fits[] = {0, 0, 0, 1, 2, 4, 16, 1024};
    switch (below(seed, 4)) {
        case 0: rule->lean = below(seed, 3); break;
        case 1: rule->waste = wastes[below(seed, 8)]; break;
        case 2: rule->flush = fits[below(seed, 8)]; break;
        default: rule->exact = fits[below(seed, 8)];
    }
}

static void change_order(int32_t *order, int32_t count, int32_t swaps, uint64_t *seed) {
    for (int32_t moves = 1 + (below(seed, 2) ? 0 : below(seed, 3)); moves; moves--) {
        int32_t a = below(seed, count), b = below(seed, count), moved = order[a];
        if (swaps) {
            order[a] = order[b];
            order[b] = moved;
        } else {
            drop(order, count, a);
            insert(order, count - 1, b, moved);
        }
    }
}

/* Change the policy of a part in one way. */
static void change(const Window *w, const Policies *p, int32_t which, uint64_t *seed) {
    int32_t what = below(seed, 64);
    if (what < 4) {
        change_rule(p->rule + which, seed);
    } else if (what < 16 && which < w->policies - 1) {
        int32_t kind = below(seed, w->kinds);
        p->quota[(size_t)which * (size_t)w->kinds + (size_t)kind] = below(seed, w->copies[kind] + 1);
    } else {
        change_order(p->order + (size_t)which * (size_t)w->choices, w->choices, what < 32, seed);
    }
}

static void copy_policies(const Window *w, Policies *to, const Policies *from) {
    size_t count = (size_t)w->policies;
    memcpy(to->order, from->order, sizeof *to->order * count * (size_t)w->choices);
    memcpy(to->quota, from->quota, sizeof *to->quota * count * (size_t)w->kinds);
    memcpy(to->rule, from->rule, sizeof *to->rule * count);
}

static void copy_policy(const Window *w, Policies *to, const Policies *from, int32_t which) {
    size_t orders = (size_t)which * (size_t)w->choices, quotas = (size_t)which * (size_t)w->kinds;
    memcpy(to->order + orders, from->order + orders, sizeof *to->order * (size_t)w->choices);
    memcpy(to->quota + quotas, from->quota + quotas, sizeof *to->quota * (size_t)w->kinds);
    to->rule[which] = from->rule[which];
}

/* Climb from `best`, which with `runs` and `run_count` becomes the best found, and `now` the last; `trial` is
   room to work in. Return the best one's value, TOO_MUCH where the start could not be packed; -1 where there
   is no memory. */
EXPORT int64_t climb(const Window *w, Policies *best, Policies *now, Policies *trial, uint64_t seed, int64_t hot,
                     int64_t cold, int64_t work, Run *runs, int32_t *run_count) {
    size_t copies = 0;
    for (int32_t k = 0; k < w->kinds; k++) copies += (size_t)w->copies[k];
    size_t numbers = 2 * (copies + 4) + 2 * (size_t)w->kinds + (size_t)w->choices + 1;
    int32_t *memory = malloc(sizeof *memory * numbers);
    Run *tried = malloc(sizeof *tried * (copies + 1));
    int64_t found = -1;
    if (memory && tried) {
        int32_t *kinds = memory + 2 * (copies + 4);
        Desk d = {memory, memory + copies + 4, 0, kinds, kinds + w->kinds, kinds + 2 * w->kinds, tried, 0, 0};
        int64_t current = found = pack(w, best, &d, TOO_MUCH - 1);
        *run_count = found == TOO_MUCH ? 0 : d.run_count;
        memcpy(runs, tried, sizeof *runs * (size_t)*run_count);
        copy_policies(w, now, best);
        copy_policies(w, trial, best);
        while (d.work < work && found != TOO_MUCH) {
            int32_t which = below(&seed, w->policies), luck = 0;
            change(w, trial, which, &seed);
            for (uint64_t bits = draw(&seed); luck < 16 && (bits & 1); bits >>= 1) luck++;
            int64_t limit = current + (cold + (hot - cold) / 64 * ((work - d.work) * 64 / work)) * luck;
            int64_t value = pack(w, trial, &d, limit);
            if (value > limit) {
                copy_policy(w, trial, now, which);
                continue;
            }
            current = value;
            copy_policy(w, now, trial, which);
            if (value <= found) {
                found = value;
                *run_count = d.run_count;
                memcpy(runs, tried, sizeof *runs * (size_t)d.run_count);
                copy_policies(w, best, now);
            }
        }
    }
    free(memory);
    free(tried);
    return found;
}
