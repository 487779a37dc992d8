package io.github.reactiveraft.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reactiveraft.benchmarks.results.BarChart.Bar;
import io.github.reactiveraft.benchmarks.results.Summary.Place;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

class ResultsTest {

    private static final Place PLACE = new Place("durable", 256, 64);

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Statistics.median(3, 1, 2)).isEqualTo(2);
        assertThat(Statistics.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThatIllegalArgumentException().isThrownBy(Statistics::median);
    }

    @Test
    void theSlopeIsThatOfALineThroughAll() {
        assertThat(Statistics.slope(List.of(5, 7, 9))).isEqualTo(2);
        assertThat(Statistics.slope(List.of(1, 3, 1, 3))).isEqualTo(0.4, within(1e-9));
        assertThat(Statistics.slope(List.of(1))).isZero();
    }

    @Test
    void samplesComeBackFromTheirFile(@TempDir Path directory) {
        Path file = directory.resolve("ours.jsonl");
        Sample sample = SamplesOf.durable("ours", 256, 64, 30_000);

        assertThat(JsonLines.read(file, Sample.class)).isEmpty();
        JsonLines.append(file, sample);
        JsonLines.append(file, sample.withDisturbed(true));

        assertThat(JsonLines.read(file, Sample.class)).containsExactly(sample, sample.withDisturbed(true));
        assertThat(JsonLines.line(sample)).startsWith("{\"system\":\"ours\",\"mode\":\"durable\",\"payload\":256,");
    }

    @Test
    void disturbedSamplesCountOnlyWhereThereAreNoOthers() {
        Summary summary = new Summary(List.of(
                SamplesOf.durable("ours", 256, 64, 1_000),
                SamplesOf.durable("ours", 256, 64, 9_000).withDisturbed(true),
                SamplesOf.durable("ours", 256, 64, 3_000),
                SamplesOf.durable("limit", 256, 64, 4_000).withDisturbed(true)));

        assertThat(summary.throughput("ours", PLACE)).contains(2_000.0);
        assertThat(summary.throughput("limit", PLACE)).contains(4_000.0);
        assertThat(summary.isDoubtful("ours", PLACE)).isFalse();
        assertThat(summary.isDoubtful("limit", PLACE)).isTrue();
        assertThat(summary.ratio("ours", "limit", PLACE)).contains(0.5);
        assertThat(summary.ratio("ours", "nobody", PLACE)).isEmpty();
    }

    @Test
    void theReportReplacesWhatIsBetweenTheMarks() {
        Report report = new Report(
                List.of(
                        SamplesOf.durable("ours", 256, 64, 60_000),
                        SamplesOf.durable("limit", 256, 64, 80_000),
                        SamplesOf.durable("slow", 256, 64, 10_000),
                        SamplesOf.durable("fast", 256, 64, 30_000),
                        SamplesOf.durable("fast", 4096, 64, 5_000)),
                List.of(new Origin("ours", "1.0", "2026-01-31", "17", "two cores")));

        String page = report.into("# B\n\nAbove.\n\n" + Report.BEGIN + "\nold\n" + Report.END + "\n\nBelow.\n");

        assertThat(page)
                .startsWith("# B\n\nAbove.\n\n" + Report.BEGIN)
                .endsWith(Report.END + "\n\nBelow.\n")
                .doesNotContain("old")
                .contains("|  | 256 B ×64 | 4 KiB ×64 |")
                .contains("| **ours** | 60.0 (1.50) | – |")
                .contains("| ours / best of the others | 2.00 (fast) | – |")
                .contains("| ours / limit | 0.75 | – |")
                .contains("](benchmarks/throughput.svg)", "](benchmarks/latency.svg)", "](benchmarks/cpu.svg)")
                .contains("| ours | 1.0 | 2026-01-31 | 17 | two cores |");
        assertThat(report.into(page)).isEqualTo(page);
        assertThat(report.into("# B\n")).startsWith("# B\n\n" + Report.BEGIN);
        assertThat(report.charts()).containsOnlyKeys("throughput.svg", "latency.svg", "cpu.svg");
    }

    @Test
    void chartsAreWellFormedAndTrueToScale() throws Exception {
        String svg = new BarChart("A < B & C")
                .panel("first", List.of(new Bar("ours", 20, "20"), new Bar("other", 10, "10")))
                .panel("second", List.of(new Bar("other", 0, "0")))
                .svg();

        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));

        var bars = parsed.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(4);
        double ours = width(bars.item(1));
        assertThat(width(bars.item(2))).isEqualTo(ours / 2);
        assertThat(bars.item(2).getAttributes().getNamedItem("fill").getNodeValue())
                .isEqualTo(bars.item(3).getAttributes().getNamedItem("fill").getNodeValue());
    }

    @Test
    void linesGoThroughTheirPoints() throws Exception {
        String svg = new LineChart("Growth", List.of("1", "10", "100"))
                .line("×64", List.of(50.0, 100.0, 0.0), Object::toString)
                .svg();

        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));

        String[] points = parsed.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue()
                .split("[ ,]");
        assertThat(points).hasSize(6);
        assertThat(Double.parseDouble(points[1]))
                .isEqualTo((Double.parseDouble(points[3]) + Double.parseDouble(points[5])) / 2);
        assertThat(svg).contains(">×64<", ">100.0<");
    }

    private static double width(Node bar) {
        return Double.parseDouble(bar.getAttributes().getNamedItem("width").getNodeValue());
    }

    @Test
    void aSoakAddsUpItsMinutes() {
        Soak soak = Soak.of(
                "ours",
                List.of(
                        new SoakMinute(1, 10, 1, 5, 9, 0, 0, false, List.of(100L, 50L), 1, 1),
                        new SoakMinute(2, 10, 1, 7, 9, 2, 4, true, List.of(110L, 50L), 1, 2),
                        new SoakMinute(3, 10, 1, 6, 9, 1, 0, false, List.of(120L, 50L), 1, 2)));

        assertThat(soak).isEqualTo(new Soak("ours", 3, List.of(10.0, 0.0), 7, 3, 4, 1, 1));
        assertThat(Failover.of("ours", false, 150, List.of(3.0, 1.0, 2.0), "").medianMillis())
                .isEqualTo(2);
    }
}
