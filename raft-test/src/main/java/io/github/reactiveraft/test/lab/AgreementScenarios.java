package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import io.github.reactiveraft.test.sim.SimSubmission;
import java.util.List;
import java.util.stream.IntStream;

/** Group B, first half: commands are agreed on while a majority is there, and not otherwise. */
final class AgreementScenarios {

    private AgreementScenarios() {}

    static void basicAgree(LabCluster lab) {
        for (int index = 1; index <= 3; index++) {
            nowhereCommitted(lab, index);
            Expect.equal("index", lab.agree(Integer.toString(100 * index), lab.size()), index);
        }
    }

    private static void nowhereCommitted(LabCluster lab, int index) {
        Expect.equal("nodes that applied index " + index, lab.committedCount(index), 0);
    }

    private static void acceptedAt(SimSubmission<?> submission, long from, long upTo) {
        Expect.that(submission.isAccepted(), () -> "The leader refused a command: " + submission.error());
        Expect.atLeast("index of the command", submission.applicationIndex(), from);
        Expect.atMost("index of the command", submission.applicationIndex(), upTo);
    }

    static void rpcBytes(LabCluster lab) {
        agreeOnce(lab, "99");
        long before = lab.cluster().network().traffic().byteCount();
        long sent = 0;

        for (int index = 2; index <= 11; index++) {
            String command = randomText(lab, 5_000);
            Expect.equal("index", agreeOnce(lab, command), index);
            sent += command.length();
        }

        long used = lab.cluster().network().traffic().byteCount() - before;
        // 200,000: room for every command once for each node, and once more for everything else.
        Expect.atMost("bytes for ten commands of 5,000", used, 3 * sent + 50_000);
    }

    private static int agreeOnce(LabCluster lab, String command) {
        return lab.run(new Agreement(lab, command, 3).once());
    }

    private static String randomText(LabCluster lab, int length) {
        StringBuilder text = new StringBuilder();
        lab.random().ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
        return text.toString();
    }

    static void followerFailure(LabCluster lab) {
        lab.agree("101", 3);
        int first = lab.oneLeader();
        lab.cluster().disconnect(lab.after(first, 1));
        lab.agree("102", 2);
        lab.sleep(ELECTION);
        lab.agree("103", 2);

        int second = lab.oneLeader();
        lab.cluster().disconnect(lab.after(second, 1));
        lab.cluster().disconnect(lab.after(second, 2));
        SimSubmission<String> submission = lab.submit(second, "104");

        acceptedAt(submission, 4, 4);
        lab.sleep(ELECTION.multipliedBy(2));
        nowhereCommitted(lab, 4);
    }

    static void leaderFailure(LabCluster lab) {
        lab.agree("101", 3);
        lab.cluster().disconnect(lab.oneLeader());
        lab.agree("102", 2);
        lab.sleep(ELECTION);
        lab.agree("103", 2);

        lab.cluster().disconnect(lab.oneLeader());
        for (int node = 0; node < lab.size(); node++) {
            lab.submit(node, "104");
        }

        lab.sleep(ELECTION.multipliedBy(2));
        nowhereCommitted(lab, 4);
    }

    static void failAgree(LabCluster lab) {
        lab.agree("101", 3);
        int away = lab.after(lab.oneLeader(), 1);

        lab.cluster().disconnect(away);
        lab.agree("102", 2);
        lab.agree("103", 2);
        lab.sleep(ELECTION);
        lab.agree("104", 2);
        lab.agree("105", 2);

        lab.cluster().connect(away);
        lab.agree("106", 3);
        lab.sleep(ELECTION);
        lab.agree("107", 3);
    }

    static void failNoAgree(LabCluster lab) {
        lab.agree("10", 5);
        int first = lab.oneLeader();
        List<Integer> away = IntStream.rangeClosed(1, 3)
                .mapToObj(place -> lab.after(first, place))
                .toList();
        away.forEach(lab.cluster()::disconnect);

        SimSubmission<String> lonely = lab.submit(first, "20");
        acceptedAt(lonely, 2, 2);
        lab.sleep(ELECTION.multipliedBy(2));
        nowhereCommitted(lab, 2);

        away.forEach(lab.cluster()::connect);
        SimSubmission<String> next = lab.submit(lab.oneLeader(), "30");
        acceptedAt(next, 2, 3);
        lab.agree("1000", 5);
    }
}
