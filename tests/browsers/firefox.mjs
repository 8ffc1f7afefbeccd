// Firefox, by WebDriver BiDi.
import puppeteer from 'puppeteer-core';

const binary = process.env.PARLEY_FIREFOX ?? '/usr/bin/firefox-esr';

export async function open() {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: binary, headless: true, defaultViewport: { width: 1280, height: 860 } });
  const [page] = await browser.pages();
  const problems = [];
  page.on('pageerror', error => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`); });
  return {
    name: await browser.version(),
    go: address => page.goto(address),
    reload: () => page.reload(),
    run: (script, ...values) => page.evaluate(script, ...values),
    click: async selector => (await page.waitForSelector(selector)).click(),
    type: async (selector, text) => (await page.waitForSelector(selector)).type(text),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.down(key);
      for (const key of keys.reverse()) await page.keyboard.up(key);
    },
    /** To whatever has the focus. */
    write: text => page.keyboard.type(text),
    upload: async (selector, path) => (await page.$(selector)).uploadFile(path),
    picture: path => page.screenshot({ path }),
    problems: async () => problems,
    close: () => browser.close(),
  };
}
