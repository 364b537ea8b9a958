"""Puts the tables of results between the marks of a page, and the plots beside it.

    python fill.py .build-peers/results docs/PERFORMANCE.md

A table NAME belongs between `<!-- NAME: begin -->` and `<!-- NAME: end -->`. Tables without results stay as they are.
"""

import pathlib
import re
import sys

import figures
import plot
import table


def fill(page, lines):
    for name, section in table.SECTIONS.items():
        text = section(lines)
        if text:
            marks = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
            page = marks.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)
    return page


def main():
    results, path = map(pathlib.Path, sys.argv[1:])
    lines = figures.read(results)
    path.write_text(fill(path.read_text(), lines))
    plots = path.parent / "performance"
    plots.mkdir(exist_ok=True)
    plot.draw(lines, plots)


if __name__ == "__main__":
    main()
