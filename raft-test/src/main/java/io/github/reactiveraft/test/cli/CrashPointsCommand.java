package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.CrashPoints;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "crash-points",
        sortOptions = false,
        description =
                "Short scripts, cut short by a power cut at each of their steps: before every operation on a disk, "
                        + "behind every message.")
final class CrashPointsCommand extends SimulationCommand {

    private final Engine engine;
    private final LongSupplier nanos;

    @Option(names = "--script", paramLabel = "NAME", description = "The points of this script (default: of all).")
    private @Nullable String script;

    @Option(
            names = "--step",
            paramLabel = "K",
            converter = Whole.class,
            description = "The script's point at this step (default: all).")
    private @Nullable Integer step;

    @Mixin
    private RunOptions options = new RunOptions();

    CrashPointsCommand(Engine engine, LongSupplier nanos) {
        this.engine = engine;
        this.nanos = nanos;
    }

    @Override
    Conclusion run() {
        Stopwatch stopwatch = new Stopwatch(nanos);
        List<String> scripts = scripts();
        Sweeper sweeper = new Sweeper(engine, options, nanos, this, hasFinding -> true);
        Tally points = step == null ? sweeper.points(scripts) : sweeper.point(point(scripts.get(0), step));
        SweepConclusion conclusion = SweepConclusion.of(Tally.empty(), points, stopwatch);
        conclusion.tell(people());
        return conclusion;
    }

    private List<String> scripts() {
        if (script == null && step != null) {
            throw wrong("--step needs a --script");
        }
        List<String> all = CrashPoints.scripts();
        if (script != null && !all.contains(script)) {
            throw wrong("--script takes one of '" + String.join("', '", all) + "', but is '" + script + "'");
        }
        return script == null ? all : List.of(script);
    }

    /** A step that the script never takes would be a crash that never happens, and pass. */
    private CrashPoints.Point point(String played, int crashAt) {
        CrashPoints.Point point = new CrashPoints.Point(played, crashAt);
        List<CrashPoints.Point> points = engine.pointsOf(played);
        if (!points.contains(point)) {
            throw wrong("--step takes 1 to " + points.size() + " in this script, but is " + crashAt);
        }
        return point;
    }
}
