package io.github.reactiveraft.benchmarks.jraft;

/** Sets the RPC up for 1,024 calls at a time; before any of its classes is loaded, since it reads that once. */
final class Rpc {

    /** So many may wait in the RPC's own executors; beyond it drops them, and by default beyond 600. */
    private static final int QUEUE = 65_536;

    /** So much may wait for a connection's other end; beyond, calls fail, and by default beyond 64 to 512 KiB. */
    private static final int LOW_WATER = 16 << 20;

    private static final int HIGH_WATER = 32 << 20;

    private Rpc() {}

    static void prepare() {
        set("bolt.tp.queue", QUEUE);
        set("bolt.netty.buffer.low.watermark", LOW_WATER);
        set("bolt.netty.buffer.high.watermark", HIGH_WATER);
        set("bolt.channel_write_buf_low_water_mark", LOW_WATER);
        set("bolt.channel_write_buf_high_water_mark", HIGH_WATER);
        WireFormat.register();
    }

    private static void set(String property, int value) {
        System.setProperty(property, Integer.toString(value));
    }
}
