package io.rapport.stack.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.screen.Screen;
import java.nio.file.Path;

/** The main job. Each step prints what it does and checks what it claims. */
public final class Story {

    private final Scene scene;
    private final Path certificates;
    private final boolean leaveOut;

    /**
     * @param certificates where the certificates are saved, to outlive the stack
     * @param leaveOut whether the executives' group stays out of the consent
     */
    public Story(RunningStack stack, Screen screen, Path certificates, boolean leaveOut) {
        this.scene = Scene.on(stack, screen);
        this.certificates = certificates;
        this.leaveOut = leaveOut;
    }

    /** Consent, twelve batches, insights, an opt-out. @return whether every check held */
    public boolean untilInsights() {
        Screen screen = scene.screen();
        screen.heading("2  An administrator gives consent");
        Tenant tenant = Tenant.of(scene, leaveOut);
        new Granting(scene, tenant).tell();
        screen.heading("3  Twelve monthly batches are read from Microsoft Graph");
        JsonNode ingestion = new Reading(scene).tell();
        screen.heading("4  Every email is accounted for");
        new Accounting(scene, tenant).tell(ingestion);
        screen.heading("5  A seller asks");
        Insights insights = new Insights(scene);
        insights.tell();
        screen.heading("6  A colleague switches sharing off");
        insights.optOut();
        return scene.checks().allHeld();
    }

    /** Withdrawal, deletion, certificates. */
    public void untilCertificates() {
        Screen screen = scene.screen();
        screen.heading("7  The administrator withdraws consent");
        Ending ending = new Ending(scene, certificates);
        ending.withdraw();
        screen.heading("8  The data is deleted, and a certificate proves it");
        ending.application();
        screen.heading("9  Time passes until the last backup is gone");
        ending.backups();
    }

    /** The table of checks. @return whether all held */
    public boolean end() {
        scene.checks().summary();
        return scene.checks().allHeld();
    }
}
