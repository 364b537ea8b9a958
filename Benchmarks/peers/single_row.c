/* Latency of one prediction of one row, as a C program gets it from a library that it loads.

   single_row LIBRARY-KIND LIBRARY MODEL ROWS ROW-COUNT COLUMN-COUNT OUTPUT-COUNT CALLS

   ROWS holds doubles, row after row. Each call is timed by the counter of the processor, rows in turn, after a warm-up;
   prints one JSON object. `check` is the sum of the first outputs over all rows, once each. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <x86intrin.h>
static inline uint64_t tick(void) {
    _mm_lfence();
    uint64_t now = __rdtsc();
    _mm_lfence();
    return now;
}
#elif defined(__aarch64__)
static inline uint64_t tick(void) {
    uint64_t now;
    __asm__ volatile("isb; mrs %0, cntvct_el0; isb" : "=r"(now)::"memory");
    return now;
}
#endif

typedef void *handle;

static handle library, model;
static double *rows, *outputs, *scratch;
static float *float_rows;
static long row_count, column_count, output_count;

static void require(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "single_row: %s\n", what);
        exit(1);
    }
}

static void *symbol(const char *name) {
    void *found = dlsym(library, name);
    require(found != NULL, name);
    return found;
}

static double *row(long index) { return rows + index * column_count; }

/* LightGBM: the prepared call, and the plain one that reads its settings each time. */
static handle fast_settings;
static int (*fast_call)(handle, const void *, int64_t *, double *);
static int (*plain_call)(handle, const void *, int, int, int, int, int, int, const char *, int64_t *, double *);

static void open_lightgbm(const char *path) {
    int iterations;
    int (*load)(const char *, int *, handle *) = symbol("LGBM_BoosterCreateFromModelfile");
    require(load(path, &iterations, &model) == 0, "LightGBM cannot read the model");
    int (*prepare)(handle, int, int, int, int, int, const char *, handle *) =
        symbol("LGBM_BoosterPredictForMatSingleRowFastInit");
    const int double_values = 1;
    require(
        prepare(model, 0, 0, -1, double_values, (int)column_count, "num_threads=1", &fast_settings) == 0,
        "LightGBM refuses the fast call");
    fast_call = symbol("LGBM_BoosterPredictForMatSingleRowFast");
    plain_call = symbol("LGBM_BoosterPredictForMatSingleRow");
}

static void call_lightgbm_fast(long index) {
    int64_t length;
    fast_call(fast_settings, row(index), &length, outputs);
}

static void call_lightgbm_row(long index) {
    int64_t length;
    plain_call(model, row(index), 1, (int)column_count, 1, 0, 0, -1, "num_threads=1", &length, outputs);
}

/* XGBoost: rows are described by a text of JSON. */
static int (*xgboost_call)(
    handle, const char *, const char *, handle, const uint64_t **, uint64_t *, const float **);

static void open_xgboost(const char *path) {
    int (*create)(const handle *, uint64_t, handle *) = symbol("XGBoosterCreate");
    int (*load)(handle, const char *) = symbol("XGBoosterLoadModel");
    int (*set)(handle, const char *, const char *) = symbol("XGBoosterSetParam");
    require(create(NULL, 0, &model) == 0 && load(model, path) == 0, "XGBoost cannot read the model");
    require(set(model, "nthread", "1") == 0, "XGBoost refuses one thread");
    xgboost_call = symbol("XGBoosterPredictFromDense");
    float_rows = malloc(sizeof(float) * row_count * column_count);
    for (long i = 0; i < row_count * column_count; i++) float_rows[i] = (float)rows[i];
}

static void call_xgboost(long index) {
    static const char *settings = "{\"training\":false,\"type\":0,\"iteration_begin\":0,\"iteration_end\":0,"
                                  "\"strict_shape\":false,\"cache_id\":0,\"missing\":NaN}";
    char array[160];
    const uint64_t *shape;
    uint64_t dimensions;
    const float *result;
    snprintf(
        array, sizeof array, "{\"data\":[%llu,true],\"shape\":[1,%ld],\"typestr\":\"<f4\",\"version\":3}",
        (unsigned long long)(uintptr_t)(float_rows + index * column_count), column_count);
    require(xgboost_call(model, array, settings, NULL, &shape, &dimensions, &result) == 0, "XGBoost predicts nothing");
    outputs[0] = result[0];
}

/* lleaves: the compiled function takes a range of rows. */
static void (*lleaves_call)(double *, double *, int, int);

static void open_lleaves(const char *path) {
    (void)path;
    lleaves_call = symbol("forest_root");
}

static void call_lleaves(long index) { lleaves_call(row(index), outputs, 0, 1); }

/* tl2cgen: a value is a union in which -1 as an integer means missing. The code adds to its outputs; quantised, it also
   overwrites its row by bin numbers, so that it needs a copy each time. */
static void (*tl2cgen_call)(void *, int, double *);

static void open_tl2cgen(const char *path) {
    (void)path;
    tl2cgen_call = symbol("predict");
    int missing[2] = {-1, -1};
    for (long i = 0; i < row_count * column_count; i++)
        if (isnan(rows[i])) memcpy(rows + i, missing, sizeof missing);
}

static void call_tl2cgen(long index) {
    memset(outputs, 0, sizeof(double) * output_count);
    tl2cgen_call(row(index), 0, outputs);
}

static void call_tl2cgen_copy(long index) {
    memcpy(scratch, row(index), sizeof(double) * column_count);
    memset(outputs, 0, sizeof(double) * output_count);
    tl2cgen_call(scratch, 0, outputs);
}

/* treelite: the interpreter of any model. */
static handle gtil_settings;
static int (*gtil_call)(handle, const void *, const char *, uint64_t, void *, handle);

static void open_treelite(const char *path) {
    int (*load)(const char *, const char *, handle *) = symbol("TreeliteLoadLightGBMModel");
    int (*prepare)(const char *, handle *) = symbol("TreeliteGTILParseConfig");
    require(load(path, "{}", &model) == 0, "treelite cannot read the model");
    require(
        prepare("{\"predict_type\":\"default\",\"nthread\":1}", &gtil_settings) == 0, "treelite refuses the settings");
    gtil_call = symbol("TreeliteGTILPredict");
}

static void call_treelite(long index) { gtil_call(model, row(index), "float64", 1, outputs, gtil_settings); }

static const struct kind {
    const char *name;
    void (*open)(const char *);
    void (*call)(long);
} kinds[] = {
    {"lightgbm-fast", open_lightgbm, call_lightgbm_fast}, {"lightgbm-row-call", open_lightgbm, call_lightgbm_row},
    {"xgboost", open_xgboost, call_xgboost},              {"lleaves", open_lleaves, call_lleaves},
    {"tl2cgen", open_tl2cgen, call_tl2cgen},              {"tl2cgen-quantize", open_tl2cgen, call_tl2cgen_copy},
    {"treelite-gtil", open_treelite, call_treelite},
};

static double wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

static int by_value(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static uint64_t timer_ticks(void) {
    uint64_t costs[2001];
    for (int i = 0; i < 2001; i++) {
        uint64_t start = tick();
        costs[i] = tick() - start;
    }
    qsort(costs, 2001, sizeof costs[0], by_value);
    return costs[1000];
}

int main(int count, char **arguments) {
    require(count == 9, "eight arguments are needed");
    row_count = atol(arguments[5]);
    column_count = atol(arguments[6]);
    output_count = atol(arguments[7]);
    long calls = atol(arguments[8]);
    const struct kind *kind = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, arguments[1]) == 0) kind = &kinds[i];
    require(kind != NULL, "unknown kind of library");
    rows = malloc(sizeof(double) * row_count * column_count);
    scratch = malloc(sizeof(double) * column_count);
    outputs = calloc(output_count, sizeof(double));
    FILE *file = fopen(arguments[4], "rb");
    require(
        file && fread(rows, sizeof(double), row_count * column_count, file) == (size_t)(row_count * column_count),
        "cannot read the rows");
    library = dlopen(arguments[2], RTLD_NOW | RTLD_GLOBAL);
    if (!library) require(0, dlerror());
    kind->open(arguments[3]);

    double check = 0;
    for (long i = 0; i < row_count; i++) {
        kind->call(i);
        check += outputs[0];
    }
    for (long i = 0; i < 2000; i++) kind->call(i % row_count);
    double loop_start = wall_ns();
    uint64_t loop_ticks = tick();
    for (long i = 0; i < calls; i++) kind->call(i % row_count);
    loop_ticks = tick() - loop_ticks;
    double loop_ns = wall_ns() - loop_start, ns = loop_ns / loop_ticks;
    uint64_t *latencies = malloc(sizeof(uint64_t) * calls);
    for (long i = 0; i < calls; i++) {
        uint64_t start = tick();
        kind->call(i % row_count);
        latencies[i] = tick() - start;
    }
    qsort(latencies, calls, sizeof latencies[0], by_value);
    printf(
        "{\"p50_ns\":%.1f,\"p90_ns\":%.1f,\"p99_ns\":%.1f,\"p999_ns\":%.1f,\"min_ns\":%.1f,\"loop_ns\":%.1f,"
        "\"timer_ns\":%.1f,\"check\":%.17g}\n",
        latencies[calls / 2] * ns, latencies[calls * 9 / 10] * ns, latencies[calls * 99 / 100] * ns,
        latencies[calls * 999 / 1000] * ns, latencies[0] * ns, loop_ns / calls, timer_ticks() * ns, check);
    return 0;
}
