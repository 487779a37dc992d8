package io.github.reactiveraft.benchmarks.probe;

import io.github.reactiveraft.benchmarks.system.Ballast;
import io.github.reactiveraft.benchmarks.system.Caller;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import io.github.reactiveraft.benchmarks.system.RunningMember;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process with one member in it; started with the words of {@link #arguments}. */
public final class MemberMain extends ProbeMain {

    private final RunningMember member;
    private @Nullable Caller embedded;

    private MemberMain(Words arguments) throws Exception {
        this.member = system(arguments.text("system")).serve(spec(arguments));
    }

    /** Starts the member, answers questions, and ends when nobody can ask any more. */
    public static void main(String[] arguments) throws Exception {
        new MemberMain(Words.arguments(arguments)).answer();
    }

    /** What such a process is started with. */
    public static Words arguments(String system, MemberSpec member) {
        return Words.of("")
                .with("system", system)
                .with("number", member.number())
                .with("addresses", String.join(",", member.addresses()))
                .with("directory", member.directory())
                .with("durable", member.isDurable())
                .with("election", member.electionTimeout().toMillis())
                .with("snapshot", member.snapshotEntries())
                .with("ballast", member.ballast().mib());
    }

    private static MemberSpec spec(Words words) {
        return new MemberSpec(
                Math.toIntExact(words.number("number")),
                List.of(words.text("addresses").split(",")),
                Path.of(words.text("directory")),
                Boolean.parseBoolean(words.text("durable")),
                Duration.ofMillis(words.number("election")),
                words.number("snapshot"),
                new Ballast(Math.toIntExact(words.number("ballast"))));
    }

    private void answer() throws Exception {
        dialogue()
                .on("leader?", question -> Words.of("leader").with("is", member.isLeader()))
                .on("applied?", question -> Words.of("applied").with("index", member.applied()))
                .on("cost?", question -> cost())
                .on("heap?", question -> heap())
                .on("load", question -> load(embedded(), question));
        converse();
    }

    private Words cost() {
        return Words.of("cost").with("forces", member.forceCount()).with("allocated", member.allocatedBytes());
    }

    private Caller embedded() {
        Caller caller = embedded;
        if (caller == null) {
            caller = member.embedded();
            embedded = caller;
        }
        return caller;
    }
}
