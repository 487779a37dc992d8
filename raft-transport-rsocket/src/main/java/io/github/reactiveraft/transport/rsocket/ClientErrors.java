package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.RaftException;
import io.rsocket.exceptions.ApplicationErrorException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors as clients in other processes get them: the text of an application error, of which the first word is the kind. */
final class ClientErrors {

    /** In characters; what is behind them tells nobody more. */
    private static final int LONGEST = 2_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private ClientErrors() {}

    static ApplicationErrorException encode(RaftException failure) {
        return new ApplicationErrorException(text(failure));
    }

    static String text(RaftException failure) {
        String message = String.valueOf(failure.getMessage());
        return word(failure) + " " + message.substring(0, Math.min(message.length(), LONGEST));
    }

    private static String word(RaftException failure) {
        if (failure instanceof RaftException.NotLeader) {
            return "NOT_LEADER";
        }
        if (failure instanceof RaftException.Unavailable) {
            return "UNAVAILABLE";
        }
        if (failure instanceof RaftException.Overloaded) {
            return "OVERLOADED";
        }
        if (failure instanceof RaftException.Compacted compacted) {
            return "COMPACTED " + compacted.availableFrom();
        }
        if (failure instanceof RaftException.Rejected) {
            return "REJECTED";
        }
        if (failure instanceof RaftException.SessionExpired) {
            return "SESSION_EXPIRED";
        }
        if (failure instanceof RaftException.ResultLost) {
            return "RESULT_LOST";
        }
        return failure.isDefinitelyNotDone() ? "CLOSED" : "UNKNOWN";
    }

    /** The number at the beginning; if there is none, 1: no lower one can be watched from. */
    private static long availableFrom(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.lookingAt() ? Long.parseLong(number.group()) : 1;
    }

    /** What an application error of a node means; anything else leaves open what was done. */
    static RaftException decode(String node, Throwable error) {
        if (error instanceof RaftException known) {
            return known;
        }
        String text = String.valueOf(error.getMessage());
        return error instanceof ApplicationErrorException
                ? decode(node, text, error)
                : new RaftException.OutcomeUnknown(node + ": " + text, error);
    }

    /** What the text of an error of a node means. */
    static RaftException decode(String node, String text, @Nullable Throwable error) {
        int space = text.indexOf(' ');
        String message = node + ": " + text.substring(space + 1);
        return switch (space < 0 ? "" : text.substring(0, space).toUpperCase(Locale.ROOT)) {
            case "NOT_LEADER", "UNAVAILABLE", "CLOSED" -> new RaftException.Unavailable(message);
            case "OVERLOADED" -> new RaftException.Overloaded(message);
            case "COMPACTED" -> new RaftException.Compacted(message, availableFrom(text.substring(space + 1)));
            case "REJECTED" -> new RaftException.Rejected(message, error);
            case "RESULT_LOST" -> new RaftException.ResultLost(message, error);
            case "SESSION_EXPIRED" -> new RaftException.SessionExpired(message);
            default -> new RaftException.OutcomeUnknown(message, error);
        };
    }
}
