package io.github.reactiveraft.test.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command line that was executed, with everything it wrote. */
record Line(int exitCode, List<String> out, String err) {

    static Line execute(Engine engine, LongSupplier nanos, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = SimulatorApp.commandLine(engine, nanos);
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        return new Line(exitCode, out.toString().lines().toList(), err.toString());
    }

    static Line execute(FakeEngine engine, String line) {
        return execute(engine, engine::nanos, line.split(" ", -1));
    }

    /** The last line, which is for programs. */
    JsonNode json() {
        return JsonMapper.shared().readTree(out.get(out.size() - 1));
    }

    /** What was written for people. */
    String text() {
        return String.join("\n", out.subList(0, out.size() - 1));
    }
}
