// What bench-dmn does, with Drools: DroolsBench FOLDER SECONDS answers NAME.tsv by NAME.dmn into NAME.drools and, with SECONDS
// above 0, prints `NAME RATE`. A listener takes down which rules matched and were taken: the explanation.
import java.io.File;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drools.io.FileSystemResource;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.api.core.event.AfterEvaluateDecisionTableEvent;
import org.kie.dmn.api.core.event.DMNRuntimeEventListener;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;

public class DroolsBench {
  static class Explanation implements DMNRuntimeEventListener {
    List<Integer> matches;
    List<Integer> selected;

    @Override
    public void afterEvaluateDecisionTable(AfterEvaluateDecisionTableEvent event) {
      matches = event.getMatches();
      selected = event.getSelected();
    }
  }

  static Object toValue(String cell) {
    String text = cell.length() > 2 ? cell.substring(2) : "";
    return switch (cell.charAt(0)) {
      case 'n' -> new BigDecimal(text);
      case 's' -> text;
      case 'b' -> text.equals("true");
      case 'd' -> LocalDate.parse(text);
      default -> null;
    };
  }

  static String canonical(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Number number) {
      return canonical(new BigDecimal(number.toString()));
    }
    if (value instanceof String text) {
      return "\"" + text + "\"";
    }
    if (value instanceof Collection<?> items) {
      return "[" + String.join(",", items.stream().map(DroolsBench::canonical).toList()) + "]";
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, String> sorted = new TreeMap<>();
      entries.forEach((name, entry) -> sorted.put(name.toString(), canonical(entry)));
      return "{" + String.join(",", sorted.entrySet().stream().map(one -> one.getKey() + ":" + one.getValue()).toList()) + "}";
    }
    return value.toString();
  }

  final DMNRuntime runtime;
  final DMNModel model;
  final Explanation explanation = new Explanation();
  final String[] names;
  final List<Object[]> rows = new ArrayList<>();

  DroolsBench(Path dmn, Path tsv) throws Exception {
    runtime = DMNRuntimeBuilder.fromDefaults().buildConfiguration()
                  .fromResources(List.of(new FileSystemResource(dmn.toFile()))).getOrElseThrow(RuntimeException::new);
    model = runtime.getModels().get(0);
    if (model.hasErrors()) {
      throw new RuntimeException(dmn + ": " + model.getMessages());
    }
    runtime.addListener(explanation);
    List<String> lines = Files.readAllLines(tsv);
    names = lines.get(0).split("\t");
    for (String line : lines.subList(1, lines.size())) {
      rows.add(Arrays.stream(line.split("\t", -1)).map(DroolsBench::toValue).toArray());
    }
  }

  Object decide(Object[] row) {
    DMNContext context = runtime.newContext();
    for (int i = 0; i < names.length; ++i) {
      context.set(names[i], row[i]);
    }
    DMNResult result = runtime.evaluateByName(model, context, "d");
    return result.getDecisionResultByName("d").getResult();
  }

  // Of this thread: neither what others do on the machine nor the collector's own thread is part of the figure.
  static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  double rate(double seconds) {
    long begin = cpuNanos();
    long decisions = 0;
    double took;
    do {
      for (Object[] row : rows) {
        if (decide(row) == null || explanation.matches.isEmpty()) {
          return 0;
        }
      }
      decisions += rows.size();
      took = (cpuNanos() - begin) / 1e9;
    } while (took < seconds);
    return decisions / took;
  }

  public static void main(String[] given) throws Exception {
    double seconds = Double.parseDouble(given[1]);
    File[] models = new File(given[0]).listFiles((folder, name) -> name.endsWith(".dmn"));
    Arrays.sort(models);
    for (File file : models) {
      String name = file.getName().substring(0, file.getName().length() - 4);
      DroolsBench bench = new DroolsBench(file.toPath(), Path.of(given[0], name + ".tsv"));
      try (PrintWriter answers = new PrintWriter(Path.of(given[0], name + ".drools").toFile())) {
        for (Object[] row : bench.rows) {
          answers.println(canonical(bench.decide(row)));
        }
      }
      if (seconds > 0) {
        bench.rate(Math.max(3, seconds));  // until everything is compiled
        System.out.println(name + " " + bench.rate(seconds));
      }
    }
  }
}
