package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.test.sim.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A scenario of the lab: a cluster and what happens to it. Runs in virtual time on the calling thread;
 * may be run any number of times, on several threads at once.
 */
public final class LabScenario {

    /** The lab's limit for any single test. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    static final LabScenario INITIAL_ELECTION =
            new LabScenario("initialElection", 3, true, ElectionScenarios::initialElection);
    static final LabScenario RE_ELECTION = new LabScenario("reElection", 3, true, ElectionScenarios::reElection);
    static final LabScenario MANY_ELECTIONS =
            new LabScenario("manyElections", 7, true, ElectionScenarios::manyElections);
    static final LabScenario BASIC_AGREE = new LabScenario("basicAgree", 5, true, AgreementScenarios::basicAgree);
    static final LabScenario RPC_BYTES = new LabScenario("rpcBytes", 3, true, AgreementScenarios::rpcBytes);
    static final LabScenario FOLLOWER_FAILURE =
            new LabScenario("followerFailure", 3, true, AgreementScenarios::followerFailure);
    static final LabScenario LEADER_FAILURE =
            new LabScenario("leaderFailure", 3, true, AgreementScenarios::leaderFailure);
    static final LabScenario FAIL_AGREE = new LabScenario("failAgree", 3, true, AgreementScenarios::failAgree);
    static final LabScenario FAIL_NO_AGREE = new LabScenario("failNoAgree", 5, true, AgreementScenarios::failNoAgree);
    static final LabScenario CONCURRENT_STARTS =
            new LabScenario("concurrentStarts", 3, true, LogScenarios::concurrentStarts);
    static final LabScenario REJOIN = new LabScenario("rejoin", 3, true, LogScenarios::rejoin);
    static final LabScenario BACKUP = new LabScenario("backup", 5, true, LogScenarios::backup);
    static final LabScenario COUNT = new LabScenario("count", 3, true, LogScenarios::count);
    static final LabScenario PERSIST_1 = new LabScenario("persist1", 3, true, PersistenceScenarios::persist1);
    static final LabScenario PERSIST_2 = new LabScenario("persist2", 5, true, PersistenceScenarios::persist2);
    static final LabScenario PERSIST_3 = new LabScenario("persist3", 3, true, PersistenceScenarios::persist3);
    static final LabScenario FIGURE_8 = new LabScenario("figure8", 5, true, PersistenceScenarios::figure8);
    static final LabScenario UNRELIABLE_AGREE =
            new LabScenario("unreliableAgree", 5, false, UnreliableScenarios::unreliableAgree);
    static final LabScenario FIGURE_8_UNRELIABLE =
            new LabScenario("figure8Unreliable", 5, false, UnreliableScenarios::figure8Unreliable);
    static final LabScenario RELIABLE_CHURN = new LabScenario("reliableChurn", 5, true, UnreliableScenarios::churn);
    static final LabScenario UNRELIABLE_CHURN =
            new LabScenario("unreliableChurn", 5, false, UnreliableScenarios::churn);
    static final LabScenario SNAPSHOT_BASIC = snapshots("snapshotBasic", true, SnapshotScenarios::basic);
    static final LabScenario SNAPSHOT_INSTALL = snapshots("snapshotInstall", true, SnapshotScenarios::disconnected);
    static final LabScenario SNAPSHOT_INSTALL_UNRELIABLE =
            snapshots("snapshotInstallUnreliable", false, SnapshotScenarios::disconnected);
    static final LabScenario SNAPSHOT_INSTALL_CRASH =
            snapshots("snapshotInstallCrash", true, SnapshotScenarios::crashed);
    static final LabScenario SNAPSHOT_INSTALL_UNRELIABLE_CRASH =
            snapshots("snapshotInstallUnCrash", false, SnapshotScenarios::crashed);
    static final LabScenario SNAPSHOT_ALL_CRASH = snapshots("snapshotAllCrash", true, SnapshotScenarios::allCrash);
    static final LabScenario SNAPSHOT_INIT = snapshots("snapshotInit", true, SnapshotScenarios::init);

    private static final List<LabScenario> RAFT = List.of(
            INITIAL_ELECTION,
            RE_ELECTION,
            MANY_ELECTIONS,
            BASIC_AGREE,
            RPC_BYTES,
            FOLLOWER_FAILURE,
            LEADER_FAILURE,
            FAIL_AGREE,
            FAIL_NO_AGREE,
            CONCURRENT_STARTS,
            REJOIN,
            BACKUP,
            COUNT,
            PERSIST_1,
            PERSIST_2,
            PERSIST_3,
            FIGURE_8,
            UNRELIABLE_AGREE,
            FIGURE_8_UNRELIABLE,
            RELIABLE_CHURN,
            UNRELIABLE_CHURN,
            SNAPSHOT_BASIC,
            SNAPSHOT_INSTALL,
            SNAPSHOT_INSTALL_UNRELIABLE,
            SNAPSHOT_INSTALL_CRASH,
            SNAPSHOT_INSTALL_UNRELIABLE_CRASH,
            SNAPSHOT_ALL_CRASH,
            SNAPSHOT_INIT);

    private final String name;
    private final LabSetup setup;
    private final Consumer<LabCluster> script;

    /**
     * Describes a scenario.
     *
     * @param name the name of the test method that runs it
     * @param size how many nodes it takes
     * @param isReliable whether the network is, at first
     * @param script what happens
     */
    LabScenario(String name, int size, boolean isReliable, Consumer<LabCluster> script) {
        this(name, LabSetup.plain(size, isReliable, SnapshotPolicy.never()), script);
    }

    /** Describes a scenario with a cluster of another kind. */
    LabScenario(String name, LabSetup setup, Consumer<LabCluster> script) {
        this.name = name;
        this.setup = setup;
        this.script = script;
    }

    /** Of three nodes that take a snapshot after every ten entries and keep none of them. */
    private static LabScenario snapshots(String name, boolean isReliable, Consumer<LabCluster> script) {
        SnapshotPolicy everyTen = new SnapshotPolicy(10, Long.MAX_VALUE, 0);
        return new LabScenario(name, LabSetup.plain(3, isReliable, everyTen), script);
    }

    /** Those of the Raft lab, in its order, and those of the key-value lab. */
    public static List<LabScenario> all() {
        return Stream.concat(RAFT.stream(), KvScenario.ALL.stream()).toList();
    }

    /** Those of the Raft lab, in its order. */
    static List<LabScenario> raft() {
        return RAFT;
    }

    /**
     * The scenario of this name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public static LabScenario named(String name) {
        return all().stream()
                .filter(scenario -> scenario.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("No scenario has the name " + name + "; there are " + all()));
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /**
     * Runs it once; the same seed gives the same run.
     *
     * @throws AssertionError if a step fails as the lab's test would, a bound of the lab is exceeded or a safety rule is
     *     broken; the message names the seed, how to repeat the run, and what happened last
     */
    public LabFigures run(long seed) {
        return run(
                seed,
                RaftLimits.defaults(),
                "java -jar raft-test/target/raft-simulator.jar lab --only " + name + " --seed " + seed);
    }

    /** Runs it with other limits than the defaults. */
    LabFigures run(long seed, RaftLimits limits, String reproduction) {
        LabCluster lab = new LabCluster(setup, seed, reproduction, limits);
        Simulation simulation = lab.cluster().simulation();
        try {
            script.accept(lab);
            Expect.atMost("simulated time", simulation.elapsed(), LIMIT);
        } catch (AssertionError | RuntimeException failure) {
            simulation.fail(failure);
            // Throws it, with everything that helps to find the cause.
            simulation.advance(Duration.ZERO);
        }
        return LabFigures.of(lab.cluster());
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
