package io.github.reactiveraft.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table as Markdown has it. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> heads) {
        rows.add(List.copyOf(heads));
        rows.add(heads.stream().map(head -> "---").toList());
    }

    Table row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    @Override
    public String toString() {
        return rows.stream().map(row -> "| " + String.join(" | ", row) + " |\n").collect(Collectors.joining());
    }
}
