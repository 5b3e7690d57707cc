// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Element of a pom, with the elements below it. */
record Pom(Element element) {

  static Pom read(Path file) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Pom(factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " is not a pom", e);
    }
  }

  /** {@return the text at the end of the path; empty if there is none} */
  String text(String... path) {
    return texts(path).stream().findFirst().orElse("");
  }

  List<String> texts(String... path) {
    return at(path).stream().map(pom -> pom.element.getTextContent().strip()).toList();
  }

  List<Pom> at(String... path) {
    Stream<Pom> found = Stream.of(this);
    for (String name : path) {
      found = found.flatMap(pom -> pom.children(name));
    }
    return found.toList();
  }

  private Stream<Pom> children(String name) {
    var nodes = element.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(child -> child.getTagName().equals(name))
        .map(Pom::new);
  }
}
