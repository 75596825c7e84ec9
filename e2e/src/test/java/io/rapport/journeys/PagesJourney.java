package io.rapport.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformOptions;
import io.rapport.stack.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator, a seller, a user and an operator see and do in a browser, from consent to certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
@EnabledIf(
        value = "io.rapport.journeys.Browser#isInstalled",
        disabledReason = "No Chromium is installed here, so no page was looked at in a browser.")
@SuppressWarnings("NullAway.Init") // made before all
class PagesJourney {

    private static final PlatformOptions SMALL = PlatformOptions.small().mail(10, 60, 7);
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String NO_GROUP = "00000000-0000-4000-8000-000000000000";

    private World world;
    private Browser browser;
    private URI pages;
    private SimulatedGroup executives;
    private List<SimulatedUser> leftOut;
    private Page admin;
    private Page seller;
    private Page colleague;
    private String contact = "";
    private String colleagueAddress = "";

    @BeforeAll
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        world = new World(SMALL);
        pages = world.platform().pagesUrl();
        SimulatedTenant tenant = world.platform().simulator().tenant(Platform.TENANT);
        executives = tenant.groups().getFirst();
        leftOut = tenant.transitiveMembers(executives);
        browser = new Browser(Browser.installed().orElseThrow());
    }

    @AfterAll
    @SuppressWarnings("NullAway") // not started where it is skipped
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (world != null) {
            world.close();
        }
    }

    /** Microsoft Graph counts their mail, and asks for patience whenever it is to be read. */
    private void holdUpTheOlderSixMonths() {
        LocalDate today = LocalDate.ofInstant(world.platform().clock().now(), ZoneOffset.UTC);
        for (int month = 7; month <= 12; month++) {
            world.platform()
                    .simulator()
                    .faults()
                    .add(new Faults.Fault(
                            today.minusMonths(month).toString(), Integer.MAX_VALUE, Faults.Mode.STATUS, 429, "1"));
        }
    }

    private Page signIn(String role, String address, String path) {
        return signIn(browser.window(true), role, address, path);
    }

    private Page signIn(Page page, String role, String address, String path) {
        page.navigate(pages + path);
        page.check("input[name=role][value=" + role + "]");
        page.fill("#address", address);
        page.click("button[type=submit]");
        page.waitForURL(url -> url.startsWith(pages.toString()));
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(World.PATIENCE.toMillis());
    }

    @Test
    @Order(1)
    void anAdministratorSignsInAndFindsNothingTicked() {
        admin = signIn("admin", "", "/settings");

        assertThat(heading(admin)).hasText("Rapport applications");
        assertThat(admin.locator("input[type=checkbox]:checked")).hasCount(0);
        assertThat(admin.locator("q")).hasCount(3);
        assertThat(admin.locator("#groups")).isHidden();
        Browser.mustBeUsable(admin);
    }

    @Test
    @Order(2)
    void tickingOpensTheBoxAndTheKeyboardIsEnough() {
        admin.focus("#identifiable");
        admin.keyboard().press("Space");
        assertThat(admin.locator("#groups")).isVisible();

        // Typed while the preview is still being made: it must not be lost.
        admin.locator("textarea[name=excluded]").pressSequentially(NO_GROUP);

        assertThat(admin.locator("textarea[name=excluded]")).hasValue(NO_GROUP);
        assertThat(admin.locator("#preview")).containsText("directory role Global Administrator");
        assertThat(admin.locator("#preview")).containsText("has the licences");
    }

    @Test
    @Order(3)
    void groupsAreFoundByNameAndUnknownOnesAreMarked() {
        admin.locator("#search").pressSequentially(executives.displayName().substring(0, 4));
        admin.locator("#found")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(executives.displayName()))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Leave out"))
                .click();

        Locator chips = admin.locator("#excluded-chips li");
        assertThat(chips).hasCount(2);
        assertThat(chips.filter(new Locator.FilterOptions().setHasText(executives.displayName())))
                .containsText(leftOut.size() + " member");
        assertThat(admin.locator("#excluded-chips li.unknown")).containsText("cannot be used");
        assertThat(admin.locator("#preview [role=alert]")).containsText("There is no group " + NO_GROUP);
        Browser.mustBeUsable(admin);

        admin.getByLabel("Take " + NO_GROUP + " off the list").click();

        assertThat(chips).hasCount(1);
        assertThat(admin.locator("#preview .tiles")).containsText("left out by a group");
        assertThat(admin.locator("#preview [role=alert]")).hasCount(0);
        Browser.keep(admin, "settings");
    }

    @Test
    @Order(4)
    void theConfirmationStatesWhatFollowsAndThenConsentIsGiven() {
        button(admin, "Save …").click();

        assertThat(heading(admin)).hasText("Give consent?");
        assertThat(admin.locator("main")).containsText("deleted within 24 hours and backups within 30 days");
        Browser.mustBeUsable(admin);
        holdUpTheOlderSixMonths();
        button(admin, "Give consent").click();

        assertThat(heading(admin)).hasText("Progress");
    }

    @Test
    @Order(5)
    void aYearThatIsNotYetReadIsShownAsWhatItIs() {
        assertThat(admin.locator("#state")).containsText(Pattern.compile("^\\d+ of 12 months are read"), patiently());
        Browser.mustBeUsable(admin);

        seller = signIn("seller", "seller@rapport.example", "/contacts");
        assertThat(seller.locator(".note"))
                .containsText(Pattern.compile("\\d+ of 12 batches are read: figures will still grow"));
        Browser.mustBeUsable(seller);

        world.platform().simulator().faults().clear();
    }

    @Test
    @Order(6)
    void theTwelveMonthsAreReadBeforeTheirEyes() {
        assertThat(admin.locator("#state")).containsText("All 12 months are read", patiently());
        assertThat(admin.locator("#months tr")).hasCount(12);
        assertThat(admin.locator("#rest")).containsText("With outside people");
        Browser.mustBeUsable(admin);
        Browser.keep(admin, "progress");

        admin.navigate(pages + "/progress/fields");
        assertThat(admin.locator("main")).containsText("No subject, no text, no attachment");
    }

    @Test
    @Order(7)
    void aSellerLooksSomebodyUp() {
        seller.navigate(pages + "/contacts");
        assertThat(heading(seller)).hasText("Contacts");
        assertThat(seller.locator(".note")).hasCount(0);
        assertThat(seller.locator("tbody tr").first()).isVisible();
        Browser.mustBeUsable(seller);

        seller.locator("thead th a").first().click();
        assertThat(seller.locator("th[aria-sort=descending]")).hasCount(1);
        String name = seller.locator("tbody th a").first().innerText();
        seller.fill("input[name=search]", name);
        button(seller, "Find").click();
        seller.locator("tbody th a").first().click();

        assertThat(heading(seller)).hasText(name);
        contact = seller.url();
        assertThat(contact)
                .as("nobody's address stands in a URL")
                .doesNotContain("@")
                .doesNotContain("%40");
    }

    @Test
    @Order(8)
    void theScoreExplainsItselfAndChartsAreDrawn() {
        assertThat(seller.locator(".lead")).containsText("mail");
        seller.locator("summary", new Page.LocatorOptions().setHasText("Why this score"))
                .click();
        assertThat(seller.locator("main")).containsText("What one more would make of it");
        assertThat(seller.locator("figure[data-chart] svg").first()).isVisible();
        assertThat(seller.locator("main")).containsText("Most contacted");
        Browser.mustBeUsable(seller);
        Browser.keep(seller, "contact");
    }

    @Test
    @Order(9)
    void everythingCanBeReadWithoutScripts() {
        Page plain = signIn(browser.window(false), "seller", "seller@rapport.example", "/contacts");
        plain.navigate(contact);

        assertThat(plain.locator(".lead")).containsText("mail");
        plain.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("As a table"))
                .first()
                .click();
        assertThat(plain.locator("figure[data-chart] tbody tr").first()).isVisible();
        plain.context().close();
    }

    @Test
    @Order(10)
    void aSellerAsksForAnIntroductionAndTheColleagueAccepts() {
        Locator knowing = seller.getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions()
                        .setHas(seller.getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions()
                                        .setName("Get introduced")
                                        .setExact(true))))
                .first();
        colleagueAddress = addressOf(knowing);
        knowing.getByRole(AriaRole.BUTTON).first().click();
        assertThat(heading(seller)).hasText("Introductions");

        colleague = signIn("user", colleagueAddress, "/introductions");
        assertThat(colleague.locator("main")).containsText("would like to meet");
        Browser.mustBeUsable(colleague);
        button(colleague, "Introduce them").click();
        assertThat(colleague.locator("main")).containsText("Nobody waits for an introduction by you.");

        seller.reload();
        assertThat(seller.locator("article")).containsText("accepted");
        Browser.mustBeUsable(seller);
    }

    private static String addressOf(Locator listed) {
        Matcher address = Pattern.compile("[^\\s]+@[^\\s]+").matcher(listed.innerText());
        assertThat(address.find()).as("a colleague with an address").isTrue();
        return address.group();
    }

    @Test
    @Order(11)
    void theNetworkOfACompanyAndThePipelineAreDrawn() {
        seller.navigate(pages + "/companies");
        Browser.mustBeUsable(seller);
        seller.locator("tbody th a").first().click();
        assertThat(seller.locator("figure[data-chart=network] svg")).isVisible();
        Browser.mustBeUsable(seller);

        seller.navigate(contact);
        String name = heading(seller).innerText();
        seller.navigate(pages + "/contacts");
        seller.fill("input[name=search]", name);
        button(seller, "Find").click();
        Matcher address = Pattern.compile("[^\\s]+@[^\\s]+")
                .matcher(seller.locator("tbody th").first().innerText());
        assertThat(address.find()).isTrue();
        seller.navigate(pages + "/pipeline");
        seller.fill(
                "textarea",
                "New plant; " + address.group() + "; 2099-01-31; 120000\nNo date; " + address.group()
                        + "\nrubbish; x; y; z");
        button(seller, "Draw").click();

        assertThat(seller.locator("figure[data-chart=bubbles] svg")).isVisible();
        assertThat(seller.locator("[role=alert]")).containsText("Line 3");
        assertThat(seller.locator("main")).containsText("no: it has no close date");
        Browser.mustBeUsable(seller);
        Browser.keep(seller, "pipeline");
    }

    @Test
    @Order(12)
    void aUserSeesWhatIsHeldHidesAContactAndSwitchesOff() {
        colleague.navigate(pages + "/known");
        Locator first = colleague.locator("tbody tr").first();
        assertThat(first).containsText("shown");
        Browser.mustBeUsable(colleague);
        first.getByRole(AriaRole.BUTTON).click();
        assertThat(colleague.locator("tbody tr").first()).containsText("hidden");

        colleague.navigate(pages + "/privacy");
        assertThat(colleague.locator("[role=status]")).containsText("Your mailbox is read and shown.");
        Browser.mustBeUsable(colleague);
        colleague.getByRole(AriaRole.SWITCH).uncheck();
        button(colleague, "Save").click();

        assertThat(colleague.locator("[role=status]")).containsText("You switched it off.");
    }

    @Test
    @Order(13)
    void whoLacksTheRoleIsToldWhichOneWouldDo() {
        colleague.navigate(pages + "/settings");
        assertThat(colleague.locator("[role=alert]")).containsText("Global Administrator");
        Browser.mustBeUsable(colleague);

        Page operator = signIn("ops", "", "/operations");
        assertThat(heading(operator)).hasText("Operations");
        for (ServiceName service : ServiceName.values()) {
            operator.navigate(pages + "/operations/" + service.folder());
            assertThat(operator.locator("main")).containsText("What " + service.folder() + " counts");
            assertThat(operator.locator("tbody tr").first()).isVisible();
        }
        Browser.mustBeUsable(operator);
        assertThat(operator.navigate(pages + "/nothing-here").status()).isEqualTo(404);
        operator.context().close();
    }

    @Test
    @Order(14)
    void aFormOfAnotherSiteChangesNothing() {
        APIResponse refused = admin.request()
                .post(
                        pages + "/settings/withdraw",
                        RequestOptions.create()
                                .setHeader("Sec-Fetch-Site", "cross-site")
                                .setHeader("Origin", "https://evil.example")
                                .setForm(FormData.create().set("word", "withdraw")));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("The form was not sent from one of our own pages");
        assertThat(world.consent().getString("state")).isEqualTo("ACTIVE");
    }

    @Test
    @Order(15)
    void anAdministratorSeesWhyAndTheHistory() throws IOException {
        admin.navigate(pages + "/people");
        admin.fill("input[name=person]", leftOut.getFirst().id().toString());
        button(admin, "Ask").click();
        assertThat(admin.locator("main")).containsText("in an excluded group");
        Browser.mustBeUsable(admin);

        admin.navigate(pages + "/history");
        assertThat(admin.locator("tbody tr")).hasCount(2);
        assertThat(admin.locator("tbody tr").first()).containsText("A person switched their own sharing off");
        Browser.mustBeUsable(admin);
        admin.getByLabel("Receipt 1").click();
        assertThat(admin.locator("pre")).containsText("ISO/IEC TS 27560:2023");
        Browser.mustBeUsable(admin);
        Download kept = admin.waitForDownload(
                () -> admin.getByText("Download the receipt").click());
        assertThat(Files.readString(kept.path())).contains("\"ConsentGiven\"");
        admin.navigate(pages + "/history/verification");
        assertThat(admin.locator("main")).containsText("Whole.");
    }

    @Test
    @Order(16)
    void withdrawingTakesAWordAndThenPagesAreEmptyWithinAMinute() {
        admin.navigate(pages + "/settings");
        admin.getByText("Withdraw consent …").click();
        admin.fill("input[name=word]", "yes");
        button(admin, "Withdraw consent").click();
        assertThat(admin.locator("#mistyped")).containsText("nothing was changed");
        Browser.mustBeUsable(admin);

        admin.fill("input[name=word]", "withdraw");
        button(admin, "Withdraw consent").click();

        assertThat(heading(admin)).hasText("Deletion");
        await().atMost(World.HIDDEN_WITHIN).until(() -> {
            seller.navigate(contact);
            return seller.locator("[role=alert]").count() == 1;
        });
        // First it may only be known that the key is gone, then why.
        await().atMost(World.PATIENCE).until(() -> {
            seller.navigate(contact);
            return seller.locator("[role=alert]").innerText().contains("no consent");
        });
        Browser.mustBeUsable(seller);
    }

    @Test
    @Order(17)
    void bothClocksRunAndTheCertificateIsTheOneThatProgramsGet() throws IOException {
        admin.navigate(pages + "/deletion");
        Locator epoch = admin.locator("article h2 a").first();
        assertThat(admin.locator("article").first()).containsText("30 days");
        Browser.mustBeUsable(admin);
        epoch.click();
        assertThat(admin.locator("#read-app"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(World.PATIENCE.toMillis()));
        Browser.mustBeUsable(admin);
        Browser.keep(admin, "deletion");
        String id = admin.url().substring(admin.url().lastIndexOf('/') + 1);

        Download kept = admin.waitForDownload(() -> admin.locator("#file-app").click());
        assertThat(Files.readString(kept.path())).isEqualTo(world.certificate(id, "app"));
        admin.locator("#read-app").click();
        assertThat(heading(admin)).hasText("Deletion certificate");
        assertThat(admin.locator("main")).containsText("The deadline was met.");
    }

    @Test
    @Order(18)
    void everyPageSaysThatConsentWasWithdrawn() {
        admin.navigate(pages + "/settings");
        assertThat(admin.locator(".lead")).containsText("Consent was withdrawn on");
        admin.navigate(pages + "/progress");
        assertThat(admin.locator("#state")).containsText("Nothing is read");
        Browser.mustBeUsable(admin);
        colleague.navigate(pages + "/known");
        assertThat(colleague.locator("main")).containsText("your organisation has given no consent");
        colleague.navigate(pages + "/privacy");
        assertThat(colleague.locator("[role=status]")).containsText("neither read nor shown");
    }

    @Test
    @Order(19)
    void signingOutEndsTheSessionAndNothingBrokeTheSecurityPolicy() {
        seller.getByText("Sign out").click();
        seller.waitForURL(url -> url.contains("/authorize") || url.contains("sign"));
        seller.navigate(pages + "/contacts");
        assertThat(seller.locator("input[name=role]").first()).isVisible();

        assertThat(browser.complaints()).isEmpty();
    }
}
