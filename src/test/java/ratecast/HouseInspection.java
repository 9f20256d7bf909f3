package ratecast;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds compiled classes to floors.txt; each broken rule is one line of text. */
final class HouseInspection {
  /** {@code pitch.$PitchStore$Definition} and {@code pitch.PitchStore$Row} are PitchStore's. */
  private static final Pattern WRITTEN_CLASS = Pattern.compile("((?:[a-z0-9]+\\.)*)\\$?([^$]+).*");

  /** Fixed and offset clocks take their time from their caller. */
  private static final Pattern CLOCK_READ =
      Pattern.compile(
          "java\\.time\\.\\w+\\.(now|system\\w*)|java\\.lang\\.System\\.currentTimeMillis");

  private final Floors floors;
  private final String root;

  HouseInspection(Floors floors, String root) {
    this.floors = floors;
    this.root = root;
  }

  /** In alphabetical order, each once. */
  Set<String> broken(JavaClasses classes) {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : classes) {
      broken.addAll(names(type).toList());
      broken.addAll(clockReads(type).toList());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        broken.addAll(floor(type, target).toList());
        broken.addAll(technology(type, target).toList());
      }
    }
    return broken;
  }

  private Stream<String> names(JavaClass type) {
    return Stream.concat(
        Stream.of(room(type))
            .filter(String::isEmpty)
            .map(r -> type.getPackageName() + " is no room"),
        floors.suffixes().stream()
            .filter(suffix -> type.getSimpleName().endsWith(suffix))
            .map(suffix -> written(type) + " is named " + suffix));
  }

  private Stream<String> floor(JavaClass type, JavaClass target) {
    String from = room(type);
    String to = room(target);
    boolean ours = target.getName().startsWith(root + ".");
    Floors.Floor floor = floors.classes().getOrDefault(written(type), floors.rooms().get(from));
    if (!ours || from.equals(to) || floor == null || floor.allows(to)) {
      return Stream.empty();
    }
    return Stream.of(written(type) + " imports " + written(target));
  }

  private Stream<String> technology(JavaClass type, JavaClass target) {
    return floors.technologies().stream()
        .filter(technology -> technology.covers(target.getName()))
        .filter(technology -> !technology.users().contains(room(type)))
        .filter(technology -> !technology.users().contains(written(type)))
        .map(technology -> written(type) + " uses " + target.getName());
  }

  private Stream<String> clockReads(JavaClass type) {
    Stream<AccessTarget.CodeUnitAccessTarget> called =
        Stream.of(type.getCodeUnits().toArray(JavaCodeUnit[]::new))
            .flatMap(
                unit ->
                    Stream.concat(
                        unit.getCallsFromSelf().stream().map(call -> call.getTarget()),
                        unit.getCodeUnitReferencesFromSelf().stream().map(ref -> ref.getTarget())));
    return called
        .filter(target -> CLOCK_READ.matcher(qualified(target)).matches())
        .filter(target -> isOfTheMachine(target.getRawParameterTypes()))
        .filter(target -> !floors.clocks().contains(written(type)))
        .map(target -> written(type) + " reads the clock by " + qualified(target));
  }

  private static String qualified(AccessTarget.CodeUnitAccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static boolean isOfTheMachine(List<JavaClass> parameters) {
    return parameters.stream().noneMatch(p -> p.getName().equals("java.time.Clock"));
  }

  private String room(JavaClass type) {
    String name = type.getPackageName();
    return floors.roomOf(
        name.equals(root) ? "" : name.substring(Math.min(root.length() + 1, name.length())));
  }

  /** The name of the source's class, relative to the root package. */
  private String written(JavaClass type) {
    Matcher matcher = WRITTEN_CLASS.matcher(type.getName().substring(root.length() + 1));
    return matcher.matches() ? matcher.group(1) + matcher.group(2) : type.getName();
  }
}
