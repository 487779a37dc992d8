package io.github.reactiveraft.test.lab;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients leave in a value: whose it is, and the how many-th of theirs. */
final class KvTokens {

    private static final Pattern TOKEN = Pattern.compile("x (\\d+) (\\d+) y");

    private KvTokens() {}

    /** Fails unless the value consists of tokens, each there once, those of every client in the order it sent them. */
    static void requireOnceAndInOrder(String value) {
        SortedMap<Integer, Integer> lasts = new TreeMap<>();
        Matcher matcher = TOKEN.matcher(value);
        int end = 0;
        while (end < value.length()) {
            int start = end;
            Expect.that(
                    matcher.find(start) && matcher.start() == start,
                    () -> "No token at character " + start + " of " + value);
            int client = Integer.parseInt(matcher.group(1));
            int number = Integer.parseInt(matcher.group(2));
            Integer last = lasts.put(client, number);
            Expect.that(
                    last == null || last < number,
                    () -> "Token " + number + " of client " + client + " stands behind its token " + last);
            end = matcher.end();
        }
    }
}
