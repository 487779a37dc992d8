package io.github.reactiveraft.examples.counter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogCommandTest {

    private static final String SEGMENT = "segment-0000000001-0000000000000000001.log";
    private static final String SNAPSHOT = "snapshot-0000000000000000002-0000000000000000005.snap";
    private static final StorageIdentity IDENTITY = new StorageIdentity(
            "counter", "main", NodeId.of("n1"), new Membership(new TreeSet<>(List.of(NodeId.of("n1")))), 0xBEEF, 1024);

    @TempDir
    private Path directory = Path.of("given by JUnit");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = CounterApp.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private int log(String command, String... options) {
        String[] arguments = new String[3 + options.length];
        arguments[0] = "log";
        arguments[1] = command;
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return execute(arguments);
    }

    private LogStorage opened(Path data) {
        LogStorage storage =
                RaftStorage.in(data).with(new StorageSettings(4096)).log();
        storage.open(IDENTITY);
        return storage;
    }

    /** A no-op, three adds, and a command that is none of the counter's. */
    private void write(Path data) {
        LogStorage storage = opened(data);
        List<Proposal> proposals = List.of(
                Proposal.noop(), add(5), add(-7), Proposal.command(Bytes.of(new byte[100])), add(Long.MAX_VALUE));
        storage.write(List.of(new LogWrite(
                HardState.INITIAL.inTerm(2, NodeId.of("n1")),
                0,
                EntryBatch.encode(1, 2, 1_700_000_000_123L, proposals.subList(0, 3)))));
        storage.prepareAhead();
        storage.write(
                List.of(new LogWrite(null, 0, EntryBatch.encode(4, 2, 1_700_000_000_456L, proposals.subList(3, 5)))));
        storage.close();
    }

    private static Proposal add(long delta) {
        return Proposal.command(Bytes.of(Codec.int64().encode(delta)));
    }

    private void flip(int position) throws IOException {
        flip(SEGMENT, position);
    }

    private void flip(String file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(file));
        bytes[position] ^= 1;
        Files.write(directory.resolve(file), bytes);
    }

    /** Three large commands in a file that a snapshot took the place of, three behind it, and a later snapshot. */
    private void writeBehindSnapshot() {
        LogStorage storage = opened(directory);
        List<Proposal> large = Collections.nCopies(3, Proposal.command(Bytes.of(new byte[1000])));
        storage.write(List.of(
                new LogWrite(HardState.INITIAL.inTerm(2, null), 0, EntryBatch.encode(1, 2, 1_700_000_000_123L, large)),
                new LogWrite(null, 0, EntryBatch.encode(4, 2, 1_700_000_000_456L, large))));
        // The log goes back to the older one of two.
        takeSnapshot(storage, new EntryId(2, 3));
        takeSnapshot(storage, new EntryId(2, 5));
        storage.close();
    }

    private static void takeSnapshot(LogStorage storage, EntryId last) {
        SnapshotMeta meta = new SnapshotMeta(last, 1_700_000_000_456L, IDENTITY.founders());
        SnapshotWriter writer = storage.snapshots().create(meta);
        writer.write(ByteBuffer.allocate(100));
        writer.finish();
        storage.write(List.of(new LogWrite(null, new SnapshotAdoption(meta, last, false), 0, EntryBatch.empty())));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void verifyDescribesASoundDirectory() {
        write(directory);

        assertThat(log("verify")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .containsExactly(
                        "directory  " + directory,
                        "identity   node n1 of cluster counter, group main, incarnation beef, founded by [n1]",
                        "state      term 2, voted for n1",
                        "log        5 entries, from index 1 up to 5",
                        "terms      2 from 1",
                        "segment    " + SEGMENT + ": entries 1 to 5, 653 of 4096 bytes used",
                        "verdict    CLEAN: a node starts from it");
    }

    @Test
    void verifyAnswersWithOneJsonObject() {
        write(directory);

        assertThat(log("verify", "--json")).isZero();

        JsonNode report = json(out.toString());
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(report.get("verdict").asString()).isEqualTo("CLEAN");
        assertThat(report.get("identity").get("node").asString()).isEqualTo("n1");
        assertThat(report.get("term").asLong()).isEqualTo(2);
        assertThat(report.get("votedFor").asString()).isEqualTo("n1");
        assertThat(report.get("entryCount").asLong()).isEqualTo(5);
        assertThat(report.get("segments").get(0).get("file").asString()).isEqualTo(SEGMENT);
        assertThat(report.get("findings").isEmpty()).isTrue();
    }

    @Test
    void snapshotsAndWhatTheLogStartsBehindAreShown() {
        writeBehindSnapshot();

        assertThat(log("verify")).isZero();
        assertThat(out.toString())
                .contains("snapshot   " + SNAPSHOT + ": up to index 5 of term 2 at 2023-11-14T22:13:20.456Z, ")
                .contains(" bytes, sound")
                .contains("log        3 entries, from index 4 up to 6, behind index 3 of term 2")
                .contains("terms      2 from 4");

        out.getBuffer().setLength(0);
        assertThat(log("verify", "--json")).isZero();
        JsonNode report = json(out.toString());
        assertThat(report.get("baseIndex").asLong()).isEqualTo(3);
        assertThat(report.get("baseTerm").asLong()).isEqualTo(2);
        JsonNode snapshot = report.get("snapshots").get(1);
        assertThat(snapshot.get("file").asString()).isEqualTo(SNAPSHOT);
        assertThat(snapshot.get("index").asLong()).isEqualTo(5);
        assertThat(snapshot.get("members").get(0).asString()).isEqualTo("n1");
        assertThat(snapshot.get("sound").asBoolean()).isTrue();
    }

    @Test
    void rottenSnapshotIsDamage() throws IOException {
        writeBehindSnapshot();
        flip(SNAPSHOT, 120);

        assertThat(log("verify")).isEqualTo(1);
        assertThat(out.toString())
                .contains(" bytes, damaged")
                .contains("found      CORRUPT " + SNAPSHOT + ", bytes ")
                .contains("verdict    CORRUPT");
        assertThat(log("dump")).isEqualTo(1);
        assertThat(out.toString()).contains("         4      2 COMMAND");
    }

    @Test
    void damageIsListedAndAnsweredWithOne() throws IOException {
        write(directory);
        flip(200);

        assertThat(log("verify")).isEqualTo(1);
        assertThat(out.toString())
                .contains("found      CORRUPT " + SEGMENT + ", bytes 87 to ")
                .contains("; entries 1 to 3 are lost")
                .endsWith(
                        "verdict    CORRUPT: a node refuses to start from it, or stops as soon as it restores its state"
                                + System.lineSeparator());

        out.getBuffer().setLength(0);
        assertThat(log("verify", "--json")).isEqualTo(1);
        JsonNode finding = json(out.toString()).get("findings").get(0);
        assertThat(finding.get("verdict").asString()).isEqualTo("CORRUPT");
        assertThat(finding.get("lastIndex").asLong()).isEqualTo(3);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tornTailIsNoFailure() throws IOException {
        write(directory);
        flip(3_000);

        assertThat(log("verify")).isZero();
        assertThat(out.toString()).contains("found      TORN_TAIL " + SEGMENT, "verdict    TORN_TAIL");
        assertThat(log("dump")).isZero();
    }

    @Test
    void dumpPrintsOneLineAnEntry() {
        write(directory);

        assertThat(log("dump")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .containsExactly(
                        "         1      2 NOOP    2023-11-14T22:13:20.123Z       0",
                        "         2      2 COMMAND 2023-11-14T22:13:20.123Z       8 add 5",
                        "         3      2 COMMAND 2023-11-14T22:13:20.123Z       8 add -7",
                        "         4      2 COMMAND 2023-11-14T22:13:20.456Z     100 " + "0".repeat(64) + "...",
                        "         5      2 COMMAND 2023-11-14T22:13:20.456Z       8 add 9223372036854775807");
    }

    @Test
    void dumpPrintsJsonLinesOfARange() {
        write(directory);

        assertThat(log("dump", "--from", "2", "--to", "4", "--json")).isZero();

        List<JsonNode> lines = out.toString().lines().map(LogCommandTest::json).toList();
        assertThat(lines).extracting(line -> line.get("index").asLong()).containsExactly(2L, 3L, 4L);
        assertThat(lines.get(0).get("add").asLong()).isEqualTo(5);
        assertThat(lines.get(0).get("time").asString()).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(lines.get(2).get("add").isNull()).isTrue();
        assertThat(lines.get(2).get("payload").asString()).isEqualTo("00".repeat(100));
    }

    @Test
    void dumpOfADamagedLogPrintsWhatCanBeReadAndFails() throws IOException {
        write(directory);
        flip(200);

        assertThat(log("dump")).isEqualTo(1);

        assertThat(out.toString().lines()).hasSize(2).first().asString().contains(" 4      2 COMMAND");
        assertThat(err.toString().lines()).singleElement().asString().contains(SEGMENT, "is damaged at byte 87");
    }

    @Test
    void directoryInUseIsOneLineAndTwo() {
        write(directory);
        LogStorage running = opened(directory);

        assertThat(log("verify")).isEqualTo(2);
        assertThat(log("dump", "--json")).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith(directory + " is in use"));
        running.close();
    }

    @Test
    void directoryOfAWholeDemoNamesThoseOfItsNodes() {
        write(directory.resolve("n1"));
        write(directory.resolve("n2"));

        assertThat(log("verify")).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("holds no storage")
                .endsWith("Its directories n1, n2 are nodes': name one of them, as in " + directory.resolve("n1"));
    }

    @Test
    void directoryThatIsNotThereIsOneLineAndTwo() {
        Path missing = directory.resolve("missing");

        assertThat(execute("log", "verify", missing.toString())).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().startsWith(missing + " holds no storage");
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log verify",
                "log verify d e",
                "log dump",
                "log dump d --from 0",
                "log dump d --from 5 --to 4",
                "log dump d --from five"
            })
    void wrongOptionsAreAnsweredWithTheUsage(String line) {
        assertThat(execute(line.split(" ", -1))).isEqualTo(2);

        assertThat(err.toString()).contains("Usage: counter log").doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }
}
