package io.github.reactiveraft.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells in {@code /proc}. A process that has just ended has none of anything. */
final class Proc {

    private static final Path ROOT = Path.of("/proc");

    /** In which times are told there. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int KERNEL_THREADS = 2;

    /** In {@code /proc/PID/stat}, behind the name in parentheses. */
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** In the first line of {@code /proc/stat}. */
    private static final List<Integer> BUSY_TIMES = List.of(1, 2, 3, 6, 7, 8);

    private Proc() {}

    /** Whether there is such a process, and not only its exit code, which its parent has not asked for yet. */
    static boolean isAlive(long pid) {
        String state = statFields(Long.toString(pid))[0];
        return !state.isEmpty() && !state.equals("Z") && !state.equals("X");
    }

    /** Takes all processor time from a process; it has to be killed then. */
    static void stop(long pid) {
        try {
            int code = new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("Process " + pid + " cannot be stopped");
            }
        } catch (IOException unstartable) {
            throw new UncheckedIOException("There is no program kill", unstartable);
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Not waited until process " + pid + " was stopped", unwanted);
        }
    }

    static long cpuNanos(long pid) {
        String[] fields = statFields(Long.toString(pid));
        return fields.length <= SYSTEM_TIME ? 0 : cpuNanos(fields);
    }

    private static long cpuNanos(String[] fields) {
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * TICK_NANOS;
    }

    private static String[] statFields(String pid) {
        String line = text(ROOT.resolve(pid).resolve("stat"));
        return line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
    }

    /** What all processors together were busy. */
    static long busyNanos() {
        String[] fields =
                text(ROOT.resolve("stat")).lines().findFirst().orElse("").split(" +", -1);
        return BUSY_TIMES.stream()
                        .mapToLong(field -> Long.parseLong(fields[field]))
                        .sum()
                * TICK_NANOS;
    }

    /** What the kernel's own threads were busy: whoever forces files to disk makes them work. */
    static long kernelNanos() {
        try (Stream<Path> all = Files.list(ROOT)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Proc::statFields)
                    .filter(fields -> fields.length > SYSTEM_TIME && Long.parseLong(fields[PARENT]) == KERNEL_THREADS)
                    .mapToLong(Proc::cpuNanos)
                    .sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static long writtenBytes(long pid) {
        return number(text(ROOT.resolve(Long.toString(pid)).resolve("io")), "write_bytes:");
    }

    static long peakMemoryBytes(long pid) {
        return 1024 * number(text(ROOT.resolve(Long.toString(pid)).resolve("status")), "VmHWM:");
    }

    /** What was sent over the loopback interface, by anybody. */
    static long loopbackBytes() {
        return number(text(ROOT.resolve(Path.of("net", "dev"))), "lo:");
    }

    /** The number behind a label. */
    private static long number(String text, String label) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(label))
                .mapToLong(line ->
                        Long.parseLong(line.substring(label.length()).strip().split("\\s+", 2)[0]))
                .findFirst()
                .orElse(0);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }
}
