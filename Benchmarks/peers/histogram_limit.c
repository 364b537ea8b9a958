/* What the innermost work of boosting costs when nothing stands in its way: rows in order, adding a gradient and a
   hessian to one bin of each feature.

   histogram_limit ROW-COUNT FEATURE-COUNT BIN-COUNT

   Prints one JSON object: nanoseconds for each update of a bin, the least of thirty passes over the rows. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

struct pair {
    double gradient, hessian;
};

static void add(
    const uint8_t *bins, const float *gradients, long rows, long features, long bin_count, struct pair *histogram) {
    for (long row = 0; row < rows; row++) {
        const uint8_t *own = bins + row * features;
        double gradient = gradients[2 * row], hessian = gradients[2 * row + 1];
        for (long feature = 0; feature < features; feature++) {
            struct pair *bin = histogram + feature * bin_count + own[feature];
            bin->gradient += gradient;
            bin->hessian += hessian;
        }
    }
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    long rows = atol(arguments[1]), features = atol(arguments[2]), bin_count = atol(arguments[3]);
    uint8_t *bins = malloc(rows * features);
    float *gradients = malloc(2 * rows * sizeof(float));
    struct pair *histogram = calloc(features * bin_count, sizeof(struct pair));
    uint64_t state = 1;
    for (long i = 0; i < rows * features; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        bins[i] = (state >> 33) % bin_count;
    }
    for (long i = 0; i < 2 * rows; i++) gradients[i] = (float)(i % 7) - 3;
    double least = 1e300;
    for (int pass = 0; pass < 30; pass++) {
        double start = wall_ns();
        add(bins, gradients, rows, features, bin_count, histogram);
        double spent = wall_ns() - start;
        if (spent < least) least = spent;
    }
    printf("{\"ns_per_update\":%.4f,\"check\":%g}\n", least / (rows * features), histogram[0].gradient);
    return 0;
}
