// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.closed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/**
 * There is no cast to a variant of a sealed type outside its file. In class files, such casts look
 * like those that the compiler adds for generics, so the test reads the sources and compares names.
 */
class CastsTest {

  private static final Path FIXTURES =
      Sources.ROOT.resolve("architecture-tests/src/test/java/io/hexauth/architecture/fixture/core");

  @Test
  void productionCodeShouldCastToNoVariant() {
    Syntax ours = new Syntax(Sources.production());

    assertThat(ours.variants())
        .contains("Strict", "ClientSecretBasic", "Password", "Task", "Look", "Unknown", "Granted");
    assertThat(ours.casts()).isEmpty();
  }

  @Test
  void castToVariantShouldBeFound() {
    Syntax bad =
        new Syntax(
            Stream.of("Signal.java", "CoreThatTellsVariantsApart.java")
                .map(FIXTURES::resolve)
                .toList());

    assertThat(bad.variants()).containsExactly("Green", "Red");
    assertThat(bad.casts()).containsExactly("CoreThatTellsVariantsApart.java: (Signal.Red)signal");
  }

  /** Declarations and casts in some files. */
  private static final class Syntax extends TreeScanner<Void, String> {

    private final Set<String> sealed = new TreeSet<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, String> homes = new HashMap<>();
    private final List<Cast> found = new ArrayList<>();

    private record Cast(String file, String type, String text) {}

    private Syntax(List<Path> files) {
      for (CompilationUnitTree unit : Sources.parsed(files)) {
        scan(unit, Path.of(unit.getSourceFile().toUri()).getFileName().toString());
      }
    }

    @Override
    public Void visitClass(ClassTree type, String file) {
      String name = type.getSimpleName().toString();
      if (type.getModifiers().getFlags().contains(Modifier.SEALED)) {
        sealed.add(name);
      }
      Stream.concat(Stream.ofNullable(type.getExtendsClause()), type.getImplementsClause().stream())
          .forEach(p -> parents.computeIfAbsent(name, n -> new TreeSet<>()).add(simple(p)));
      homes.put(name, file);
      return super.visitClass(type, file);
    }

    @Override
    public Void visitTypeCast(TypeCastTree cast, String file) {
      found.add(new Cast(file, simple(cast.getType()), file + ": " + cast));
      return super.visitTypeCast(cast, file);
    }

    private static String simple(Tree type) {
      String name = type.toString().replaceFirst("<.*", "");
      return name.substring(name.lastIndexOf('.') + 1);
    }

    private Set<String> variants() {
      var variants = new TreeSet<String>();
      parents.forEach(
          (name, of) -> {
            if (of.stream().anyMatch(sealed::contains) && !name.endsWith("Exception")) {
              variants.add(name);
            }
          });
      return variants;
    }

    private List<String> casts() {
      Set<String> variants = variants();
      return found.stream()
          .filter(cast -> variants.contains(cast.type()))
          .filter(cast -> !cast.file().equals(homes.get(cast.type())))
          .map(Cast::text)
          .toList();
    }
  }
}
