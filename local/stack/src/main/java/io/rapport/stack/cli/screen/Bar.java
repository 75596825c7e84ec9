package io.rapport.stack.cli.screen;

/** A progress bar as text. */
public final class Bar {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /**
     * @param part how much of the whole is done; more than the whole counts as the whole
     * @param width characters between the ends
     */
    public static String of(long part, long whole, int width) {
        double share = whole <= 0 ? 0 : Math.clamp((double) part / whole, 0, 1);
        int eighths = (int) Math.floor(share * width * 8);
        StringBuilder bar = new StringBuilder("▕");
        bar.repeat("█", eighths / 8);
        if (eighths % 8 != 0) {
            bar.append(EIGHTHS.charAt(eighths % 8));
        }
        bar.repeat(" ", width + 1 - bar.length());
        return bar.append("▏").toString();
    }
}
