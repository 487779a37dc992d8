package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails every test class after which a Netty buffer was lost, whoever lost it. Registered for all classes by its service
 * file; other modules get it with this module's test jar.
 *
 * <p>Netty notices a lost buffer when it is collected, and says so at the next allocation: so this check collects and
 * allocates.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
    private static final int ATTEMPTS = 100;

    /** Once more than needed: the collector may queue the bait before what was lost with it. */
    private static final int ROUNDS = 2;

    private final Queue<String> reports = new ConcurrentLinkedQueue<>();

    /** Listens to Netty, which has room for one listener. */
    @Override
    public void beforeAll(ExtensionContext context) {
        ofThisRun(context).listen();
    }

    /** Fails the class if anything was lost. */
    @Override
    public void afterAll(ExtensionContext context) {
        boolean isNested = context.getTestClass().map(Class::isMemberClass).orElse(false);
        List<String> leaks = isNested ? List.of() : ofThisRun(context).leaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError(
                    "Buffers were lost in or before " + context.getDisplayName() + ":\n" + String.join("\n", leaks));
        }
    }

    private static LeakCheck ofThisRun(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(LeakCheck.class, key -> new LeakCheck(), LeakCheck.class);
    }

    LeakCheck listen() {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new AssertionError("Netty's leak detection is " + ResourceLeakDetector.getLevel()
                    + ": run the tests with -Dio.netty.leakDetection.level=paranoid");
        }
        ByteBufUtil.setLeakListener((type, records) -> reports.add(type + " " + records));
        return this;
    }

    /** Makes Netty report everything that was lost so far, and returns it. */
    List<String> leaks() {
        for (int i = 0; i < ROUNDS; i++) {
            collect();
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        List<String> leaks = List.copyOf(reports);
        reports.removeAll(leaks);
        return leaks;
    }

    /** Collects garbage until an object that was lost just now is found, so everything lost before has been, too. */
    private static void collect() {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        WeakReference<Object> bait = new WeakReference<>(new Object(), found);
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                System.gc();
                if (found.remove(100) == bait) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("Lost objects are not found: is garbage collection on demand disabled?");
    }
}
