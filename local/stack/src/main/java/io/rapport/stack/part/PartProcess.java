package io.rapport.stack.part;

import java.time.Duration;

/** What the parts' processes have in common: they say when they are ready and never outlive who started them. */
final class PartProcess {

    private static final Duration LOOK = Duration.ofMillis(500);

    private PartProcess() {}

    static void announce(String where, AutoCloseable part) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(part)));
        ProcessHandle.current().parent().ifPresent(PartProcess::endWith);
        System.out.println("ready " + where);
        System.out.flush();
    }

    private static void endWith(ProcessHandle parent) {
        Thread.ofPlatform().daemon(false).name("parent-watch").start(() -> {
            while (parent.isAlive()) {
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException e) {
                    break;
                }
            }
            System.exit(1);
        });
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("did not stop in order: " + e.getClass().getSimpleName());
        }
    }
}
