package io.rapport.stack.part;

/** A page of one sentence, for when there is nothing else to show. */
final class PlainPage {

    static final String TYPE = "text/html;charset=utf-8";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem }</style>
            <main>
            <h1>%1$s</h1>
            <p>%2$s</p>
            </main>
            </html>
            """;

    private PlainPage() {}

    static String of(String title, String sentence) {
        return PAGE.formatted(escaped(title), escaped(sentence));
    }

    /** Text as it may stand in HTML, within an attribute too. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
