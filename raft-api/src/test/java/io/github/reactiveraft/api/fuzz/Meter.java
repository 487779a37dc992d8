package io.github.reactiveraft.api.fuzz;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How much memory the calling thread has taken so far, freed or not. Asked for by name: its type is no Java SE API. */
public final class Meter {

    /** What one reading takes itself, at most. */
    private static final int READING_BYTES = 4096;

    private static final String ATTRIBUTE = "CurrentThreadAllocatedBytes";

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName threads;

    /** Warms itself up: reflection takes memory of its own, once, at about the sixteenth reading. */
    public Meter() {
        try {
            threads = ObjectName.getInstance(ManagementFactory.THREAD_MXBEAN_NAME);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
        for (int reading = 0; reading < 50; reading++) {
            if (allocatedBytes() <= 0) {
                throw new AssertionError("This virtual machine does not say what memory threads take");
            }
        }
    }

    /**
     * Runs something and fails if it takes more memory than it may, three times in a row: the first time may have loaded
     * classes.
     *
     * @param limit the most bytes to take
     * @param what what is run, for the message
     * @return what the last run returned
     */
    public <T> T within(long limit, Supplier<String> what, Callable<T> action) throws Exception {
        long taken = 0;
        for (int run = 0; run < 3; run++) {
            long before = allocatedBytes();
            T result = action.call();
            taken = allocatedBytes() - before;
            if (taken <= limit + READING_BYTES) {
                return result;
            }
        }
        throw new AssertionError(
                taken + " bytes of memory taken for " + what.get() + ", at most " + limit + " are to be");
    }

    private long allocatedBytes() {
        try {
            return (long) beans.getAttribute(threads, ATTRIBUTE);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
