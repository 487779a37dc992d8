package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cores, disks and a mail box in which messages get lost, doubled and overtaken; timers go off at any moment, members
 * crash, and the streams between them are as careless as the core must be able to bear: any nextIndex, answers filed
 * under the wrong round. One seed, one run.
 */
final class LabCluster implements LabMember.Observer {

    private final Random random;
    private final List<LabMember> members = new ArrayList<>();
    private final List<Runnable> mail = new ArrayList<>();
    private final SortedMap<Long, Asked> asked = new TreeMap<>();
    private final SortedMap<NodeId, Round> rounds = new TreeMap<>();
    private final SortedMap<String, Long> nextIndexes = new TreeMap<>();
    private final SafetyChecks checks = new SafetyChecks();
    private long lastRpcId;
    private long lastCommand;

    LabCluster(long seed, int voterCount) {
        this.random = new Random(seed);
        for (NodeId id : Fixture.voters(voterCount).voters()) {
            members.add(new LabMember(id, voterCount, HardState.INITIAL, EntryBatch.empty(), this));
        }
    }

    SafetyChecks checks() {
        return checks;
    }

    /** Lets one thing happen. */
    void tick() {
        LabMember member = members.get(random.nextInt(members.size()));
        RaftView view = member.view();
        int dice = random.nextInt(200);
        if (dice < 100) {
            deliver();
        } else if (dice < 150) {
            member.persistNext();
        } else if (dice < 190) {
            lead(member, view);
        } else if (dice < 192) {
            member.step(new Event.ElectionTimeout(view.epoch()));
        } else if (dice < 198) {
            member.step(new Event.ContactLapsed(view.epoch()));
        } else if (random.nextInt(3) == 0) {
            member.crash();
        } else if (random.nextInt(3) == 0) {
            member.step(new Event.QuorumLost(view.epoch()));
        }
    }

    private void deliver() {
        if (mail.isEmpty()) {
            return;
        }
        int chosen = random.nextInt(mail.size());
        int fate = random.nextInt(20);
        Runnable message = fate == 0 ? mail.get(chosen) : mail.remove(chosen);
        if (fate > 1) {
            message.run();
        }
    }

    private void lead(LabMember member, RaftView view) {
        if (view.role() != Role.LEADER) {
            return;
        }
        if (random.nextInt(3) == 0) {
            List<Proposal> proposals = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                proposals.add(Fixture.command("c" + ++lastCommand));
            }
            member.step(new Event.Proposed(proposals, random.nextInt(1_000)));
            return;
        }
        for (LabMember peer : members) {
            if (peer != member && random.nextBoolean()) {
                sendEntries(member, view, peer);
            }
        }
    }

    private void sendEntries(LabMember member, RaftView view, LabMember peer) {
        long end = view.log().lastIndex() + 1;
        long nextIndex = random.nextInt(6) == 0
                ? 1 + random.nextInt((int) end)
                : Math.min(end, nextIndexes.getOrDefault(member + ">" + peer, end));
        EntryBatch available = random.nextInt(5) == 0 ? EntryBatch.empty() : member.tail(nextIndex);
        AppendEntries request = AppendRequests.cut(view, nextIndex, available, 1 + random.nextInt(4), 1_000);
        send(member, peer, request);
    }

    private void send(LabMember from, LabMember to, RaftRequest request) {
        long rpcId = ++lastRpcId;
        asked.put(rpcId, new Asked(from, from.life(), from.view().epoch(), to, request));
        mail.add(() -> to.receive(rpcId, from.id(), request));
    }

    @Override
    public void entered(LabMember member, EnterRole effect) {
        RaftView view = member.view();
        rounds.put(member.id(), new Round(effect.role(), effect.epoch(), new ArrayList<>()));
        if (effect.role() == Role.LEADER) {
            checks.leads(member);
        } else if (effect.role() == Role.CANDIDATE) {
            checks.votes(member, member.diskState().term(), member.id());
            ask(member, new RequestVote(view.term(), member.id(), view.log().lastEntry()));
        } else if (effect.role() == Role.PRE_CANDIDATE) {
            ask(member, new PreVote(view.term() + 1, member.id(), view.log().lastEntry()));
        }
    }

    private void ask(LabMember member, RaftRequest request) {
        members.stream().filter(peer -> peer != member).forEach(peer -> send(member, peer, request));
    }

    @Override
    public void replied(LabMember member, Reply reply) {
        Asked question = asked.get(reply.rpcId());
        checks.leaves(member, reply.response());
        if (question == null) {
            return;
        }
        if (reply.response() instanceof VoteReply vote && vote.isGranted()) {
            checks.votes(member, vote.term(), question.from().id());
        }
        mail.add(() -> answered(question, reply.response()));
    }

    private void answered(Asked question, RaftResponse response) {
        if (question.life() != question.from().life()) {
            return;
        }
        if (response instanceof VoteReply vote) {
            file(
                    question,
                    Role.CANDIDATE,
                    new Ballot(Fixture.sender(question.to().id()), vote.term(), vote.isGranted()));
        } else if (response instanceof PreVoteReply vote) {
            file(
                    question,
                    Role.PRE_CANDIDATE,
                    new Ballot(Fixture.sender(question.to().id()), vote.term(), vote.isGranted()));
        } else if (question.request() instanceof AppendEntries request) {
            moveOn(question, request, response);
            question.from()
                    .step(new Event.AppendAnswered(
                            question.epoch(), Fixture.sender(question.to().id()), request.verifiedIndex(), response));
        }
    }

    /** Files a ballot under the present round of its kind, though it may belong to an earlier one. */
    private void file(Asked question, Role role, Ballot ballot) {
        Round round = rounds.get(question.from().id());
        if (round != null && round.role() == role) {
            round.ballots().add(ballot);
            question.from().step(new Event.BallotClosed(round.epoch(), List.copyOf(round.ballots())));
        } else {
            question.from().step(new Event.BallotClosed(question.epoch(), List.of(ballot)));
        }
    }

    private void moveOn(Asked question, AppendEntries request, RaftResponse response) {
        String link = question.from() + ">" + question.to();
        if (response instanceof Appended) {
            nextIndexes.put(link, request.verifiedIndex() + 1);
        } else if (response instanceof AppendRejected rejected) {
            LogTerms log = question.from().view().log();
            nextIndexes.put(
                    link,
                    AppendRequests.nextIndexAfterRejection(
                            log, request.previous().index(), rejected));
        }
    }

    @Override
    public void appended(LabMember member, EntryId previous, LogEntry entry) {
        checks.appended(previous, entry);
    }

    @Override
    public void committed(LabMember member, long index) {
        checks.commits(member, index, members);
    }

    private record Asked(LabMember from, int life, long epoch, LabMember to, RaftRequest request) {}

    private record Round(Role role, long epoch, List<Ballot> ballots) {}
}
