// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Headless Chromium of this machine, which reaches loopback only. */
final class Chromium implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Dimension DESKTOP = new Dimension(1200, 900);
  private static final Dimension PHONE = new Dimension(390, 844);

  private static final int MOST_STOPS = 30;

  private final ChromeDriver driver;
  private final String axe;

  private Chromium(ChromeDriver driver, String axe) {
    this.driver = driver;
    this.axe = axe;
  }

  /** {@return the part that this machine lacks; empty if there is a browser} */
  static Optional<String> missing() {
    List<String> missing =
        Stream.of("chromium", "chromedriver").filter(name -> find(name).isEmpty()).toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", missing));
  }

  static Chromium start(Path profile) throws IOException {
    var options = new ChromeOptions();
    options.setBinary(find("chromium").orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--user-data-dir=" + profile);
    // With the path of the driver, Selenium searches for none and downloads none.
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(find("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    driver.manage().window().setSize(DESKTOP);
    try (var script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new Chromium(driver, new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Optional<Path> find(String program) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void open(Object url) {
    driver.get(url.toString());
  }

  void forgetEverybody() {
    driver.manage().deleteAllCookies();
  }

  String title() {
    return driver.getTitle();
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** Presses keys at the focus. */
  void press(CharSequence... keys) {
    if (keys.length > 0) {
      focused().sendKeys(keys);
    }
  }

  /** Moves the focus to the element with this name, presses Enter, and waits for the page. */
  void choose(String name) {
    reach(name);
    enter();
  }

  /** Presses keys at the focus, then Enter, and waits for the next page. */
  void enter(CharSequence... keys) {
    WebElement before = driver.findElement(By.tagName("html"));
    press(keys);
    press(Keys.ENTER);
    await().atMost(PATIENCE).until(() -> isGone(before));
  }

  private static boolean isGone(WebElement page) {
    try {
      page.getTagName();
      return false;
    } catch (StaleElementReferenceException gone) {
      return true;
    }
  }

  /** Presses Tab until the element with this name has the focus. */
  void reach(String name) {
    for (int stops = 0; stops < MOST_STOPS && !focusedName().equals(name); stops++) {
      press(Keys.TAB);
    }
    if (!focusedName().equals(name)) {
      throw new AssertionError("The keyboard does not reach '" + name + "' on:\n" + text());
    }
  }

  /**
   * {@return the names of the elements that Tab reaches from the top of the page, in this order}
   */
  List<String> tabStops() {
    driver.executeScript("document.activeElement.blur(); window.scrollTo(0, 0)");
    return Stream.generate(
            () -> {
              press(Keys.TAB);
              return focusedName();
            })
        .limit(MOST_STOPS)
        .takeWhile(name -> !name.isEmpty())
        .toList();
  }

  /** {@return the accessible name of the element with the focus; empty for the page itself} */
  String focusedName() {
    WebElement element = focused();
    return element.getTagName().equals("body") ? "" : element.getAccessibleName();
  }

  /** {@return true if the focus is visible} */
  boolean showsFocus() {
    WebElement element = focused();
    return !element.getCssValue("outline-style").equals("none")
        && !element.getCssValue("outline-width").equals("0px");
  }

  /**
   * {@return the violations that axe-core reports for the page} Screenshots show it on a desktop
   * and on a phone.
   */
  List<String> violations(String name) {
    driver.manage().window().setSize(PHONE);
    photograph(name + "-phone");
    boolean scrolls =
        (Boolean)
            driver.executeScript(
                "const page = document.documentElement;"
                    + " return page.scrollWidth > page.clientWidth;");
    driver.manage().window().setSize(DESKTOP);
    photograph(name);
    driver.executeScript(axe);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then(found => {
              const wrong = found.violations.flatMap(
                rule => rule.nodes.map(node => rule.id + ': ' + node.html));
              if (found.passes.length === 0) wrong.push('axe-core has checked nothing');
              done(wrong);
            });
            """);
    return Stream.concat(
            ((List<?>) found).stream().map(wrong -> name + ": " + wrong),
            scrolls ? Stream.of(name + ": a phone scrolls the page sideways") : Stream.empty())
        .toList();
  }

  private void photograph(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WebElement focused() {
    return driver.switchTo().activeElement();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
