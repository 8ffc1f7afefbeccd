// Takes the pictures of docs/images again, from an empty folder.
//   npm ci && node pictures.mjs [folder]   (Parley is built before: dotnet build src/Parley -c Release; PARLEY_ASSEMBLY names another one.
//   The machine needs a face with Chinese letters: Debian's fonts-noto-cjk.)
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from './answers.mjs';
import { chromium, freePort, register, start } from './parley.mjs';

const images = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../docs/images');
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const folder = await mkdtemp(join(tmpdir(), 'parley-pictures-'));
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const provider = await serve();
const { server, link } = await start(folder, port);
let browser;
try {
  browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'], defaultViewport: wide });
  const page = await browser.newPage();
  await page.emulateTimezone('UTC');
  await register(page, address, link);
  await call('POST', 'providers', { name: 'acme', kind: 'chat', baseUrl: provider.address, apiKeys: ['a-key-of-acme-1815'], allowPrivateNetwork: true, models: ['claude-sonnet-4-5', 'gpt-5-mini'].map(id => ({ id, upstreamName: id })) });

  const chat = (await ask('How does a token bucket limit requests? Show me a small one in C#.')).conversationId;
  for (const message of ['Plan a weekend in Lisbon', 'Why is the sky dark at night?', 'Translate this contract into plain English', 'Review my SQL migration', 'Ideas for a birthday present']) {
    const { conversationId } = await ask(message, { model: 'gpt-5-mini' });
    await page.goto(`${address}/c/${conversationId}`);
  }
  await shoot('chat', `/c/${chat}`);
  await shoot('chat-phone', `/c/${chat}`, { size: phone, dark: true });

  const [engineer] = (await call('GET', 'personas/templates')).items.filter(template => template.name === 'Engineer');
  const { id: personaId } = await call('POST', 'personas', engineer);
  for (const text of ['I write C# and a little Rust', 'I like short answers']) await call('POST', `personas/${personaId}/memories`, { text });
  const reviewed = (await ask('Remember that I work at night. Review this function.', { personaId })).conversationId;
  await shoot('personas', '/personas');
  await shoot('why', `/c/${reviewed}`, { before: async () => {
    await page.click('[data-why]');
    await page.waitForSelector('dialog[open] dl');
  } });

  const files = await Promise.all([
    file('beach.png', await sunset(0.85, 0.35)), file('harbour.png', await sunset(0.7, 0.3)), file('menu of the evening.txt', 'Sardines, 3 EUR\nLemon, 0.40 EUR\nFennel, 1.20 EUR\n'),
    file('kitchen.png', await sunset(0.5, 0.4)), file('prices.txt', 'Sardines, 3 EUR\n'), file('empty.txt', ''),
  ]);
  await page.goto(`${address}/`);
  await attach(files.slice(0, 3));
  await page.type('[data-composer] textarea', 'What could we cook from this?');
  await page.keyboard.press('Enter');
  await page.waitForSelector('article.msg-answer[data-status=complete]');
  await shoot('files', new URL(page.url()).pathname, { before: () => attach(files.slice(3)) });

  await shoot('providers', '/admin/providers');
  // Its curves go from minute to minute, and tell more over some.
  for (const model of ['demo', 'claude-sonnet-4-5', 'demo', 'claude-sonnet-4-5', 'demo']) {
    await ask('Plan a weekend in Porto, too', { model });
    await ask('And one in Évora', { model: model === 'demo' ? 'gpt-5-mini' : 'demo' });
    await new Promise(resolve => setTimeout(resolve, 60_000 - Date.now() % 60_000));
  }
  // From what it cost down to its tables by provider, model and person.
  await shoot('usage', '/admin/usage', { size: { width: 1440, height: 1221 }, before: () => page.evaluate(() => scrollTo(0, document.querySelector('.grid.two > :nth-child(3)').getBoundingClientRect().top - 71)) });
  await shoot('health', '/admin/health', { dark: true });

  async function call(method, path, body) {
    const answer = await page.evaluate(async (method, path, body) => {
      const headers = { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content };
      const response = await fetch(`/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
      return { status: response.status, text: await response.text() };
    }, method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered with ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text);
  }

  function ask(message, more) {
    return call('POST', 'chat', { message, model: 'claude-sonnet-4-5', ...more });
  }

  async function shoot(name, path, { size = wide, dark = false, before } = {}) {
    await page.setViewport(size);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.goto(address + path);
    await before?.();
    await page.evaluate(() => document.fonts.ready);
    // Colours of code and formulas come when they are seen.
    await new Promise(resolve => setTimeout(resolve, 1500));
    await page.mouse.move(size.width - 1, size.height / 2);
    await page.screenshot({ path: join(images, `${name}.png`) });
    console.log(name);
  }

  async function file(name, content) {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  async function attach(paths) {
    const input = await page.$('[data-composer] input[type=file]');
    await input.uploadFile(...paths);
    await new Promise(resolve => setTimeout(resolve, 1500));
  }

  async function sunset(x, y) {
    const data = await page.evaluate((x, y) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 480 });
      const paper = canvas.getContext('2d');
      const sky = paper.createLinearGradient(0, 0, 0, 320);
      [['0', '#f6c48a'], ['0.5', '#d9627e'], ['1', '#7d3f72']].forEach(([at, colour]) => sky.addColorStop(at, colour));
      [[sky, 0, 320], ['#132b43', 320, 160]].forEach(([fill, top, height]) => { paper.fillStyle = fill; paper.fillRect(0, top, 480, height); });
      paper.fillStyle = '#fdebc8';
      paper.arc(480 * x, 480 * y, 48, 0, 7);
      paper.fill();
      return canvas.toDataURL('image/png').split(',')[1];
    }, x, y);
    return Buffer.from(data, 'base64');
  }
} finally {
  await browser?.close();
  server.kill('SIGKILL');
  provider.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
