package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class InboundRpcsTest {

    private static final int LIMIT = 4_096;
    private static final Membership VOTERS = Words.members(Words.N1, N2);

    private final LabLoop lab = new LabLoop();
    private final StatusBoard board = new StatusBoard(lab.view());
    private final List<Forward> forwards = new ArrayList<>();
    private final List<RaftResponse> answers = new ArrayList<>();
    private final InboundRpcs rpcs = new InboundRpcs(
            lab.loop,
            board::status,
            forward -> {
                forwards.add(forward);
                return Mono.just(Forwarding.done(Bytes.empty()));
            },
            fetch -> Mono.just(new SnapshotPiece(fetch.lastIncluded(), fetch.offset(), Bytes.empty())),
            digest -> new Digest(digest.index(), true, 77),
            wanted -> Mono.just(new Entries(Words.entries(1, 3))));

    InboundRpcsTest() {
        lab.connect(rpcs);
    }

    @Test
    void answerThatRestsOnAWriteLeavesOnlyWhenThatIsOnDisk() {
        ask(new RequestVote(1, N2, EntryId.NONE));
        lab.lane.runAll();
        List<RaftResponse> early = List.copyOf(answers);

        lab.write();

        assertThat(early).isEmpty();
        assertThat(answers).containsExactly(new VoteReply(1, true));
    }

    @Test
    void everyRequestGetsItsOwnAnswer() {
        ask(new PreVote(1, N2, EntryId.NONE));
        ask(append(1, 0, entries(1, 1, 3)));
        lab.lane.runAll();
        lab.write();
        ask(append(1, 3, EntryBatch.empty()));
        lab.lane.runAll();

        assertThat(answers).containsExactly(new PreVoteReply(0, true), new Appended(1, 3), new Appended(1, 3));
    }

    @Test
    void entriesForADiskThatGetsNowhereAreRefusedAndTheLeaderIsHeardAllTheSame() {
        for (StorageHealth storage : List.of(StorageHealth.FULL, StorageHealth.STALLED)) {
            board.publish(lab.view(), 0, storage);
            ask(append(1, 0, entries(1, 1, 3)));
            ask(append(1, 0, EntryBatch.empty()));
            lab.lane.runAll();
            lab.write();

            assertThat(answers)
                    .containsExactly(
                            new Refused(Refused.Reason.OVERLOADED, "The disk takes no entries: " + storage),
                            new Appended(1, 0));
            assertThat(lab.view().leader()).isEqualTo(N2);
            assertThat(lab.logged()).isEmpty();
            answers.clear();
        }
        board.publish(lab.view(), 0, StorageHealth.OK);
        ask(append(1, 0, entries(1, 1, 3)));
        lab.lane.runAll();
        lab.write();

        assertThat(answers).containsExactly(new Appended(1, 3));
    }

    @Test
    void clientsOfMembersAndQuestionsAboutTheStatusDoNotGoThroughTheCore() {
        Forward forward = new Forward(Forward.Kind.READ_INDEX, Bytes.empty());

        ask(forward);
        ask(new GetStatus());
        ask(new GetDigest(8));

        assertThat(forwards).containsExactly(forward);
        assertThat(answers)
                .containsExactly(
                        Forwarding.done(Bytes.empty()),
                        new Status(Role.FOLLOWER, 0, null, 0, 0, 0),
                        new Digest(8, true, 77));
        assertThat(lab.lane.waitingCount()).isZero();
    }

    @Test
    void whoAsksForTheStatusIsMetBeforeItIsAnswered() {
        Sender startedAgain = new Sender(N2, sender(N2).incarnation().opened(7));

        rpcs.handle(startedAgain, new GetStatus()).subscribe(answers::add);
        assertThat(answers).isEmpty();
        lab.lane.runAll();

        assertThat(answers).hasOnlyElementsOfType(Status.class).hasSize(1);
        assertThat(lab.view().hasMet(startedAgain)).isTrue();
    }

    @Test
    void olderCopyOfAMemberIsToldSoInsteadOfTheStatus() {
        rpcs.handle(new Sender(N2, sender(N2).incarnation().opened(7)), new GetStatus())
                .subscribe();
        lab.lane.runAll();

        ask(new GetStatus());

        assertThat(answers).singleElement().isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.reason())
                .isEqualTo(Refused.Reason.SUPERSEDED));
    }

    @Test
    void announcedSnapshotGoesThroughTheCore() {
        InstallSnapshot install = new InstallSnapshot(1, N2, new SnapshotMeta(new EntryId(1, 9), 0, VOTERS), 77);

        ask(install);
        lab.lane.runAll();
        lab.write();

        assertThat(lab.fetches).containsExactly(new Fetch(sender(N2), install.snapshot(), 77));
        assertThat(answers).containsExactly(new SnapshotWanted(1));
    }

    @Test
    void pieceOfASnapshotDoesNotGoThroughTheCore() {
        ask(new FetchSnapshot(new EntryId(1, 9), 1024, 100));

        assertThat(answers).containsExactly(new SnapshotPiece(new EntryId(1, 9), 1024, Bytes.empty()));
        assertThat(lab.lane.waitingCount()).isZero();
    }

    @Test
    void nothingHappensBeforeTheSubscription() {
        Mono<RaftResponse> answer = rpcs.handle(sender(N2), new PreVote(1, N2, EntryId.NONE));

        assertThat(lab.lane.waitingCount()).isZero();
        assertThat(answer).isNotNull();
    }

    @Test
    void requestsThatWaitAreBoundedAndRoomComesBackWithTheAnswers() {
        for (int round = 0; round < 3; round++) {
            answers.clear();
            for (int i = 0; i < LIMIT + 2; i++) {
                ask(new PreVote(1, N2, EntryId.NONE));
            }
            assertThat(answers).hasSize(2).allSatisfy(InboundRpcsTest::isOverloaded);
            lab.lane.runAll();
            assertThat(answers).hasSize(LIMIT + 2);
        }
    }

    @Test
    void callerThatIsGoneKeepsItsPlaceOnlyUntilTheCoreHasAnswered() {
        for (int i = 0; i < LIMIT; i++) {
            Disposable gone =
                    rpcs.handle(sender(N2), new PreVote(1, N2, EntryId.NONE)).subscribe();
            gone.dispose();
        }
        lab.lane.runAll();

        ask(new PreVote(1, N2, EntryId.NONE));
        lab.lane.runAll();

        assertThat(answers).containsExactly(new PreVoteReply(0, true));
    }

    @Test
    void closeAnswersEverybodyAndWhoComesLater() {
        ask(new RequestVote(1, N2, EntryId.NONE));
        lab.lane.runAll();
        ask(new RequestVote(1, N2, EntryId.NONE));

        rpcs.close();
        lab.lane.runAll();
        ask(new PreVote(9, N2, EntryId.NONE));
        lab.lane.runAll();
        lab.write();

        assertThat(answers).hasSize(3).allSatisfy(answer -> assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_RUNNING)));
    }

    private static void isOverloaded(RaftResponse answer) {
        assertThat(answer).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(Refused.Reason.OVERLOADED));
    }

    private void ask(RaftRequest request) {
        rpcs.handle(sender(N2), request).subscribe(answers::add);
    }

    private static AppendEntries append(long term, long previous, EntryBatch entries) {
        EntryId id = previous == 0 ? EntryId.NONE : new EntryId(term, previous);
        return new AppendEntries(term, N2, id, 0, entries);
    }
}
