package io.rapport.stack.cli.story;

/** What a seller sees. */
final class Insights {

    private final Scene scene;

    Insights(Scene scene) {
        this.scene = scene;
    }

    void tell() {
        scene.say("");
    }

    void optOut() {}
}
