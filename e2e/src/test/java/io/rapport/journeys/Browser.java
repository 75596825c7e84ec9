package io.rapport.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A real Chromium, installed on the machine; each person has a window of their own, with their own cookies. */
final class Browser implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int NARROW = 360;
    private static final int WIDE = 1280;
    private static final int HEIGHT = 900;
    /** Pages that answer 4xx or 5xx on purpose, and refreshes that end because somebody leaves the page. */
    private static final Set<String> EXPECTED =
            Set.of("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest");

    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    Browser(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox")));
    }

    static boolean isInstalled() {
        return installed().isPresent();
    }

    /** Where Chromium or Chrome is; empty if the machine has none. */
    static Optional<Path> installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What the console of any page complained of: a breach of the security policy, an error of a script. */
    List<String> complaints() {
        return complaints;
    }

    /** A window in which nobody is signed in. @param scripts false for whoever does without */
    Page window(boolean scripts) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(WIDE, HEIGHT));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(this::listen);
        page.onPageError(complaints::add);
        return page;
    }

    private void listen(ConsoleMessage message) {
        if (message.type().equals("error") && EXPECTED.stream().noneMatch(message.text()::startsWith)) {
            complaints.add(message.text());
        }
    }

    /** The page as it is meets what everyone needs: in light and dark, narrow and wide. */
    static void mustBeUsable(Page page) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            List<Rule> found = new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .filter(rule -> SERIOUS.contains(rule.getImpact()))
                            .toList();
            assertThat(found)
                    .as("findings of axe on %s in %s", page.url(), scheme)
                    .extracting(rule ->
                            rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                    .isEmpty();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(NARROW, HEIGHT);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s at %d px", page.url(), NARROW)
                .isEqualTo(NARROW);
        page.setViewportSize(WIDE, HEIGHT);
    }

    /** Keeps what is seen for people to look at. */
    static void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
