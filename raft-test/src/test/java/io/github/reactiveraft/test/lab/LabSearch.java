package io.github.reactiveraft.test.lab;

/** Looks for bugs with the lab's scenarios, all with one seed, then all with the next, until one fails. */
final class LabSearch {

    private LabSearch() {}

    /** Tries as many seeds as the argument says: ends with 0 if none fails, else with 1 after saying which and how. */
    public static void main(String[] arguments) {
        long seedCount = Long.parseLong(arguments[0]);
        for (long seed = 1; seed <= seedCount; seed++) {
            for (LabScenario scenario : LabScenario.all()) {
                try {
                    scenario.run(seed);
                } catch (RuntimeException | Error failure) {
                    failure.printStackTrace(System.out);
                    System.out.println("seed " + seed + " of " + scenario.name() + ": " + firstLine(failure));
                    System.exit(1);
                }
            }
        }
        System.exit(0);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
    }
}
