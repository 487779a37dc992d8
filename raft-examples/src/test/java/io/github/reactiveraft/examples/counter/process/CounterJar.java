package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that are a {@code java -jar counter.jar}. */
final class CounterJar {

    /** These processes live for seconds, most of which they would spend on compiling what they hardly run. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private CounterJar() {}

    /** Starts one; what it says is added to files in the directory. */
    static JavaProcess start(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(QUICK_START);
        command.addAll(List.of("-jar", JavaProcess.counterJar()));
        command.addAll(arguments);
        return JavaProcess.start(directory, command);
    }
}
