package io.rapport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** CPU time of processes as the operating system counts it (Linux: /proc, in hundredths of a second). */
final class CpuTime {

    private static final long TICKS_PER_SECOND = 100;
    private static final int AFTER_NAME = 2;
    /** utime, stime, and those of children that have ended. */
    private static final int[] FIELDS = {14, 15, 16, 17};

    private CpuTime() {}

    /** Seconds of a process, all its descendants, and its children that have ended. */
    static double of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(one -> seconds(one.pid()))
                .sum();
    }

    /** Of this JVM without its children. */
    static double ofSelf() {
        return seconds(ProcessHandle.current().pid(), 2);
    }

    private static double seconds(long pid) {
        return seconds(pid, FIELDS.length);
    }

    private static double seconds(long pid, int fieldCount) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + AFTER_NAME).split(" ");
            return Arrays.stream(FIELDS)
                            .limit(fieldCount)
                            .mapToLong(field -> Long.parseLong(fields[field - 3]))
                            .sum()
                    / (double) TICKS_PER_SECOND;
        } catch (IOException e) {
            // It has ended meanwhile; its parent has its time.
            return 0;
        }
    }

    /** Of the calling thread. */
    static double ofThread() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                / (double) Duration.ofSeconds(1).toNanos();
    }
}
