package io.rapport.stack.cli.screen;

import java.io.PrintStream;
import java.util.Map;

/**
 * Standard output, with colour and redrawing only where someone looks at it. A terminal is what the script says it is
 * ({@code RAPPORT_TERMINAL}), since this JVM runs in the script's background; {@code NO_COLOR}, {@code CI} and a dumb
 * terminal ask for plain lines.
 */
public final class Screen {

    private static final int USUAL_COLUMNS = 80;

    private final PrintStream out;
    private final boolean live;
    private final int columns;

    public Screen(PrintStream out, boolean live) {
        this(out, live, USUAL_COLUMNS);
    }

    /** @param columns how wide a redrawn row may be */
    public Screen(PrintStream out, boolean live, int columns) {
        this.out = out;
        this.live = live;
        this.columns = columns;
    }

    /** As the environment wishes. */
    public static Screen of(PrintStream out, Map<String, String> environment) {
        boolean live = "1".equals(environment.get("RAPPORT_TERMINAL"))
                && !environment.containsKey("NO_COLOR")
                && !environment.containsKey("CI")
                && !"dumb".equals(environment.get("TERM"));
        String columns = environment.getOrDefault("RAPPORT_COLUMNS", "");
        return new Screen(out, live, columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS);
    }

    /** True where lines may be redrawn. */
    public boolean live() {
        return live;
    }

    public synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    public void blank() {
        line("");
    }

    public void heading(String text) {
        blank();
        line(bold(text));
    }

    /** Cut where a terminal would wrap it, since a wrapped row cannot be redrawn in place. */
    String fit(String row) {
        return live && row.length() >= columns ? row.substring(0, columns - 1) : row;
    }

    /** A list of rows that are redrawn while they change. */
    public Board board() {
        return new Board(this);
    }

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    public String green(String text) {
        return paint("32", text);
    }

    public String red(String text) {
        return paint("31", text);
    }

    synchronized void raw(String text) {
        out.print(text);
        out.flush();
    }

    private String paint(String code, String text) {
        return live ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
