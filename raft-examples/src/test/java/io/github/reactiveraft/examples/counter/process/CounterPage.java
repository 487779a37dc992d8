package io.github.reactiveraft.examples.counter.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.process.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.remote.RemoteWebDriver;
import reactor.core.publisher.Flux;

/** The counter's page in a browser without a window: what is to be seen on it, and what can be clicked. */
final class CounterPage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriverService driver;
    private final RemoteWebDriver browser;

    private CounterPage(ChromeDriverService driver, RemoteWebDriver browser) {
        this.driver = driver;
        this.browser = browser;
    }

    /** Opens the page; where there is no browser, the test ends here. */
    static CounterPage open(int port) throws IOException {
        Path program = Installed.program("chromium", "chromium-browser", "google-chrome");
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(Installed.program("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        // Not among JUnit's, which it deletes at once: the last of a browser's processes may write to it for a while
        // yet.
        Path profile = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "browser-");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.toFile());
        // As root, as containers are, it starts without its sandbox only; and it shall ask nobody but the demo.
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1100,900",
                "--user-data-dir=" + profile);
        driver.start();
        try {
            // Not a ChromeDriver, which wants the one who downloads browsers even where there is nothing to download.
            CounterPage page = new CounterPage(driver, new RemoteWebDriver(driver.getUrl(), options));
            page.browser.get("http://127.0.0.1:" + port + "/");
            return page;
        } catch (WebDriverException failed) {
            driver.stop();
            throw failed;
        }
    }

    /** What a node's card says. */
    record Card(String id, String role, String term, String applied, String button) {

        boolean isLeader() {
            return role.equals("LEADER");
        }
    }

    void add() {
        browser.findElement(By.id("one")).click();
    }

    String value() {
        return browser.findElement(By.id("value")).getText();
    }

    /** Presses the button of a node, whatever it is for now. */
    void press(String node) {
        browser.findElement(By.cssSelector("#node-" + node + " button")).click();
    }

    List<Card> cards() {
        return browser.findElements(By.cssSelector("#nodes > li")).stream()
                .map(CounterPage::card)
                .toList();
    }

    private static Card card(WebElement card) {
        return new Card(
                text(card, ".name"),
                text(card, ".role"),
                text(card, ".term"),
                text(card, ".applied"),
                text(card, "button"));
    }

    private static String text(WebElement card, String selector) {
        return card.findElement(By.cssSelector(selector)).getText();
    }

    Card card(String node) {
        return cards().stream()
                .filter(card -> card.id().equals(node))
                .findFirst()
                .orElseThrow();
    }

    Optional<Card> leader() {
        return cards().stream().filter(Card::isLeader).findFirst();
    }

    /** Looks at the page again and again until it shows what is awaited. */
    void await(String what, Predicate<CounterPage> shown) {
        // As a stream, since the thread that looks has to wait for the browser.
        boolean isShown = Flux.interval(Duration.ofMillis(50))
                .onBackpressureDrop()
                .take(PATIENCE)
                .toStream(1)
                .anyMatch(tick -> shown.test(this));
        assertThat(isShown).as("%s; there is %s of %s", what, value(), cards()).isTrue();
    }

    /** What the browser had to complain about. */
    List<String> errors() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        browser.quit();
        driver.stop();
    }
}
