// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.hexauth.ports.api.OAuthEvent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Conditions of the rules that ArchUnit does not provide. */
final class Conditions {

  /** The documented public type of an adapter that is neither a module nor a configuration. */
  private static final String OAUTH_FEIGN = "OAuthFeign";

  static final DescribedPredicate<JavaClass> NOT_WIRING =
      DescribedPredicate.describe(
          "are neither modules nor binders nor annotations",
          type -> !isWiring(outermost(type)) && !type.isAnnotation());

  static final DescribedPredicate<JavaClass> OPEN_TO_APPLICATIONS =
      DescribedPredicate.describe(
          "applications may name, modules and " + OAUTH_FEIGN + " aside",
          type ->
              isPublicToTheTop(type)
                  && !isInternal(type)
                  && !isWiring(outermost(type))
                  && !outermost(type).getSimpleName().equals(OAUTH_FEIGN));

  static final DescribedPredicate<JavaClass> PUBLIC_OUTSIDE_INTERNAL =
      DescribedPredicate.describe(
          "are public outside internal packages",
          type -> isPublicToTheTop(type) && !isInternal(type));

  static final ArchCondition<JavaClass> NAME_NO_INTERNAL_TYPE_IN_SIGNATURES =
      nameInNoSignature(List.of("..internal.."));

  static final ArchCondition<JavaClass> BE_CLOSED =
      condition(
          "be records, enums, interfaces, or final or sealed classes",
          (type, problem) -> {
            boolean closed =
                type.isRecord()
                    || type.isEnum()
                    || type.isInterface()
                    || type.getModifiers().contains(JavaModifier.FINAL)
                    || type.isAnonymousClass()
                    || type.reflect().isSealed();
            if (!closed) {
              problem.accept(type, type.getName() + " can be extended by any code");
            }
          });

  /**
   * A value like a record, with components that may be added later: only its own factories create
   * it, and it never changes.
   */
  static final ArchCondition<JavaClass> BE_A_VALUE =
      condition(
          "be final values with private constructors and equals",
          (type, problem) -> {
            boolean value =
                type.getModifiers().contains(JavaModifier.FINAL)
                    && type.getConstructors().stream()
                        .allMatch(c -> c.getModifiers().contains(JavaModifier.PRIVATE))
                    && type.getFields().stream()
                        .allMatch(f -> f.getModifiers().contains(JavaModifier.FINAL))
                    && type.tryGetMethod("equals", Object.class).isPresent();
            if (!value) {
              problem.accept(type, type.getName() + " is no value");
            }
          });

  /** An event that only Hexauth extends, so that more kinds can be added. */
  static final ArchCondition<JavaClass> BE_AN_EVENT =
      condition(
          "be events that no application extends",
          (type, problem) -> {
            boolean isClosed =
                type.getConstructors().stream()
                    .noneMatch(
                        c ->
                            c.getModifiers().contains(JavaModifier.PUBLIC)
                                || c.getModifiers().contains(JavaModifier.PROTECTED));
            boolean isUnchanging =
                type.getFields().stream()
                    .allMatch(f -> f.getModifiers().contains(JavaModifier.FINAL));
            if (!type.isAssignableTo(OAuthEvent.class) || !isClosed || !isUnchanging) {
              problem.accept(type, type.getName() + " is no event");
            }
          });

  /**
   * No distinction of variants by {@code instanceof} or by a class object. Another test searches
   * the sources for casts.
   */
  static final ArchCondition<JavaClass> TELL_NO_VARIANTS_APART =
      condition(
          "not tell variants of sealed types apart",
          (type, problem) ->
              Stream.concat(
                      type.getInstanceofChecks().stream().map(InstanceofCheck::getRawType),
                      type.getReferencedClassObjects().stream()
                          .map(ReferencedClassObject::getRawType))
                  .filter(Conditions::isVariant)
                  .filter(variant -> !outermost(variant).equals(outermost(type)))
                  .forEach(
                      variant ->
                          problem.accept(type, type.getName() + " asks for " + variant.getName())));

  /**
   * A {@code toString} that the code defines. The one that the compiler generates for a record is
   * final.
   */
  static final ArchCondition<JavaClass> REDACT_THEMSELVES =
      condition(
          "have a toString of their own",
          (type, problem) -> {
            Optional<JavaMethod> written =
                type.tryGetMethod("toString")
                    .filter(method -> !method.getModifiers().contains(JavaModifier.FINAL));
            if (written.isEmpty()) {
              problem.accept(type, type.getName() + " prints what it keeps");
            }
          });

  static final ArchCondition<JavaClass> LIVE_IN_NULL_MARKED_PACKAGES =
      condition(
          "live in null-marked packages",
          (type, problem) -> {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
              problem.accept(type, type.getPackageName() + " of " + type.getName());
            }
          });

  static final ArchCondition<JavaClass> DECLARE_NO_CHECKED_EXCEPTIONS =
      condition(
          "declare no checked exceptions",
          (type, problem) ->
              type.getCodeUnits().stream()
                  .filter(Conditions::throwsChecked)
                  .forEach(unit -> problem.accept(type, unit.getFullName())));

  private Conditions() {}

  /** No class outside its module depends on the class. */
  static ArchCondition<JavaClass> beUsedOnlyInTheirOwn(List<String> rooms) {
    return condition(
        "be used inside their module only",
        (type, problem) -> {
          PackageMatchers own =
              PackageMatchers.of(
                  rooms.stream()
                      .filter(room -> PackageMatchers.of(room).test(type.getPackageName()))
                      .toList());
          type.getDirectDependenciesToSelf().stream()
              .filter(use -> !own.test(use.getOriginClass().getPackageName()))
              .forEach(use -> problem.accept(type, use.getDescription()));
        });
  }

  /** Types of these packages are in no signature that code of other jars can see. */
  static ArchCondition<JavaClass> nameInNoSignature(Collection<String> packages) {
    var forbidden = PackageMatchers.of(packages);
    return condition(
        "name no type of " + packages + " in signatures",
        (type, problem) ->
            visibleMembers(type)
                .forEach(
                    member ->
                        member.getAllInvolvedRawTypes().stream()
                            .filter(involved -> forbidden.test(involved.getPackageName()))
                            .filter(involved -> !involved.equals(type))
                            .forEach(
                                involved ->
                                    problem.accept(
                                        type,
                                        member.getFullName() + " names " + involved.getName()))));
  }

  static boolean isPublicToTheTop(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Conditions::isPublicToTheTop).orElse(true);
  }

  static boolean isInternal(JavaClass type) {
    return PackageMatchers.of("..internal..").test(type.getPackageName());
  }

  static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Conditions::outermost).orElse(type);
  }

  private static boolean isWiring(JavaClass type) {
    return type.getSimpleName().endsWith("Module") || type.getSimpleName().endsWith("Binder");
  }

  private static boolean throwsChecked(JavaCodeUnit unit) {
    return unit.getExceptionTypes().stream()
        .anyMatch(thrown -> !thrown.isAssignableTo(RuntimeException.class));
  }

  private static Stream<? extends JavaMember> visibleMembers(JavaClass type) {
    return type.getMembers().stream()
        .filter(
            member ->
                member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED))
        .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  /**
   * {@return true if the type belongs to a closed set of Hexauth} Exceptions do not, because
   * callers distinguish them with {@code catch}.
   */
  static boolean isVariant(JavaClass type) {
    return type.getPackageName().startsWith(House.HEXAUTH.root())
        && !type.isAssignableTo(Throwable.class)
        && Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream())
            .anyMatch(parent -> parent.reflect().isSealed());
  }

  private static ArchCondition<JavaClass> condition(
      String description, BiConsumer<JavaClass, BiConsumer<JavaClass, String>> check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.accept(
            type, (about, message) -> events.add(SimpleConditionEvent.violated(about, message)));
      }
    };
  }
}
