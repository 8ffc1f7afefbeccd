// Lighthouse on the pages that people see first: a server of its own, an account, a conversation; then the scores beside their goals.
//   npm ci && node run.mjs            (Parley is built before: dotnet build src/Parley -c Release; PARLEY_ASSEMBLY names another one)
//   node run.mjs --report folder      keeps Lighthouse's own reports
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { chromium, freePort, register, start } from './parley.mjs';

const goals = { accessibility: 100, 'best-practices': 100, performance: 95 };
const reports = process.argv.includes('--report') ? process.argv[process.argv.indexOf('--report') + 1] : null;

const folder = await mkdtemp(join(tmpdir(), 'parley-lighthouse-'));
const port = await freePort();
const { server, link } = await start(folder, port);
let chrome;
let isMissed = false;
try {
  const address = `http://127.0.0.1:${port}`;
  chrome = await chromeLauncher.launch({ chromePath: chromium, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

  // Something to look at.
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${chrome.port}`, defaultViewport: null });
  const page = await browser.newPage();
  const devices = await page.createCDPSession();
  await register(page, address, link);
  const conversation = await page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content };
    const answer = await fetch('/api/v1/chat', { method: 'POST', headers, body: JSON.stringify({ message: 'Explain how a heat pump works, as to a curious neighbour' }) });
    return (await answer.json()).conversationId;
  });
  if (!conversation) throw new Error('The demo did not answer.');
  await audit('new chat', '/');
  await audit('chat', `/c/${conversation}`);
  await audit('settings', '/settings/profile');
  await devices.send('Network.clearBrowserCookies');
  await audit('login', '/login');
  await browser.disconnect();

  async function audit(name, path) {
    await devices.send('Network.clearBrowserCache');
    const { lhr, report } = await lighthouse(address + path, { port: chrome.port, output: 'html', logLevel: 'error', disableStorageReset: true, onlyCategories: Object.keys(goals) }, desktopConfig);
    if (new URL(lhr.finalDisplayedUrl).pathname !== path) throw new Error(`${path} led to ${lhr.finalDisplayedUrl}`);
    const scores = Object.fromEntries(Object.keys(goals).map(goal => [goal, Math.round(lhr.categories[goal].score * 100)]));
    const figures = ['largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time', 'total-byte-weight'].map(audit => `${audit} ${lhr.audits[audit]?.displayValue}`);
    console.log(`${name.padEnd(9)} ${Object.entries(scores).map(([goal, score]) => `${goal} ${score}${score < goals[goal] ? ` (goal ${goals[goal]})` : ''}`).join(', ')}; ${figures.join(', ')}`);
    for (const [goal, score] of Object.entries(scores)) {
      if (score >= goals[goal]) continue;
      isMissed = true;
      for (const { id, weight } of lhr.categories[goal].auditRefs) {
        const found = lhr.audits[id];
        if (weight > 0 && found.score !== null && found.score < 1) console.log(`  ${id}: ${found.title} ${found.displayValue ?? ''} ${JSON.stringify(found.details?.items?.slice(0, 5) ?? [])?.slice(0, 1500)}`);
      }
    }
    if (reports) {
      await mkdir(reports, { recursive: true });
      await writeFile(join(reports, `${name.replace(' ', '-')}.html`), report);
    }
  }
} finally {
  chrome?.kill();
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

process.exitCode = isMissed ? 1 : 0;
