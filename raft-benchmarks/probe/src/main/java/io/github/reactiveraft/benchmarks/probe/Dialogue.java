package io.github.reactiveraft.benchmarks.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Answers questions, a line each, until nobody asks any more. */
final class Dialogue {

    private final PrintStream answers;
    private final PrintStream complaints;
    private final Map<String, Question> questions = new HashMap<>();

    /** How to find an answer. */
    interface Question {

        /**
         * Finds it.
         *
         * @throws Exception which is told in place of an answer
         */
        Words answer(Words question) throws Exception;
    }

    /**
     * A dialogue without questions.
     *
     * @param complaints where it is told at length why a question has no answer
     */
    Dialogue(PrintStream answers, PrintStream complaints) {
        this.answers = answers;
        this.complaints = complaints;
    }

    Dialogue on(String first, Question question) {
        questions.put(first, question);
        return this;
    }

    /** Says something unasked. */
    void say(String line) {
        answers.println(line);
        answers.flush();
    }

    void run(BufferedReader asked) throws IOException {
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            say(answer(line));
        }
    }

    private String answer(String line) {
        try {
            Words words = Words.parse(line);
            Question question = questions.get(words.first());
            if (question == null) {
                return "error No such question: " + line;
            }
            return question.answer(words).line();
        } catch (Exception failure) {
            failure.printStackTrace(complaints);
            return "error " + failure.toString().replaceAll("\\s+", " ");
        }
    }
}
