package io.rapport.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What libraries' own POMs, or else their parents', say about licences. Maven has them all in its local repository, since it
 * resolved the libraries from them.
 */
record Licences(Path repository) {

    /** The licences' names in the words of whoever wrote the POM; none where no POM says any. */
    List<String> of(String group, String name, String version) {
        Path pom = repository
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".pom");
        if (!Files.exists(pom)) {
            return List.of();
        }
        Element project = parsed(pom);
        List<String> names = child(project, "licenses").stream()
                .flatMap(licences -> children(licences, "license").stream())
                .flatMap(licence -> child(licence, "name").stream())
                .map(Licences::text)
                .filter(said -> !said.isEmpty())
                .toList();
        return names.isEmpty() ? child(project, "parent").map(this::of).orElse(List.of()) : names;
    }

    private List<String> of(Element parent) {
        return of(
                child(parent, "groupId").map(Licences::text).orElse(""),
                child(parent, "artifactId").map(Licences::text).orElse(""),
                child(parent, "version").map(Licences::text).orElse(""));
    }

    private static Element parsed(Path pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(pom + " is no POM: " + e.getMessage(), e);
        }
    }

    private static String text(Node node) {
        return node.getTextContent().strip().replaceAll("\\s+", " ");
    }

    private static Optional<Element> child(Element of, String name) {
        return children(of, name).stream().findFirst();
    }

    private static List<Element> children(Element of, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }
}
