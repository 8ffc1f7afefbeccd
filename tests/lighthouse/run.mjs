// Lighthouse on the pages that people see first: a server of its own, an account, a conversation; then the scores beside their goals.
//   npm ci && node run.mjs            (Parley is built before: dotnet build src/Parley -c Release; PARLEY_ASSEMBLY names another one)
//   node run.mjs --report folder      keeps Lighthouse's own reports
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';

const goals = { accessibility: 100, 'best-practices': 100, performance: 95 };
const chromium = process.env.PARLEY_CHROMIUM ?? '/usr/bin/chromium';
const assembly = process.env.PARLEY_ASSEMBLY ?? join(dirname(fileURLToPath(import.meta.url)), '../../src/Parley/bin/Release/net10.0/Parley.dll');
const reports = process.argv.includes('--report') ? process.argv[process.argv.indexOf('--report') + 1] : null;

const freePort = () => new Promise(resolve => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

async function start(folder, port) {
  const server = spawn('dotnet', [assembly, 'serve', '--urls', `http://127.0.0.1:${port}`, '--data', join(folder, 'data'), '--Parley:DetectLocal=false'], { cwd: folder, env: { ...process.env, DOTNET_ENVIRONMENT: 'Production' } });
  let output = '';
  server.stdout.on('data', piece => { output += piece; });
  server.stderr.on('data', piece => { output += piece; });
  for (let tries = 0; tries < 600; tries++) {
    const link = /\/setup\?token=\w+/.exec(output);
    if (link) return { server, link: link[0] };
    if (server.exitCode !== null) break;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  server.kill();
  throw new Error(`Parley did not start:\n${output}`);
}

const folder = await mkdtemp(join(tmpdir(), 'parley-lighthouse-'));
const port = await freePort();
const { server, link } = await start(folder, port);
let chrome;
let isMissed = false;
try {
  const address = `http://127.0.0.1:${port}`;
  chrome = await chromeLauncher.launch({ chromePath: chromium, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

  // In as a person comes in, and something to look at.
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${chrome.port}`, defaultViewport: null });
  const page = await browser.newPage();
  const devices = await page.createCDPSession();
  await page.goto(address + link);
  await page.type('[name=displayName]', 'Ada Lovelace');
  await page.type('[name=email]', 'ada@example.org');
  await page.type('[name=password]', 'a long sentence is good');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.goto(address + '/');
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
