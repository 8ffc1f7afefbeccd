// The main way through Parley in a browser that the browser tests do not use: a server of its own, an account, a chat.
//   npm ci && node run.mjs firefox|webkit   (Parley is built before: dotnet build src/Parley -c Release; PARLEY_ASSEMBLY names another one)
//   node run.mjs webkit --pictures folder   leaves a picture after each step
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, start } from '../lighthouse/parley.mjs';
import { way } from './way.mjs';

const [engine] = process.argv.slice(2);
if (!['firefox', 'webkit'].includes(engine)) {
  console.error('Which browser? node run.mjs firefox|webkit [--pictures folder]');
  process.exit(2);
}
const pictures = process.argv.includes('--pictures') ? process.argv[process.argv.indexOf('--pictures') + 1] : null;
if (pictures) await mkdir(pictures, { recursive: true });

const folder = await mkdtemp(join(tmpdir(), 'parley-browsers-'));
let server, browser;
try {
  // WebKit keeps no cookies of plain HTTP, this machine's neither: it comes by HTTPS, after it was told so.
  const plain = `http://127.0.0.1:${await freePort()}`;
  const safe = engine === 'webkit' ? { address: `https://127.0.0.1:${await freePort()}`, ...certificate() } : null;
  const started = await start(folder, new URL(plain).port, safe);
  server = started.server;
  browser = await (await import(`./${engine}.mjs`)).open();
  console.log(browser.name);
  let number = 0;
  for (const { name, take } of way({ browser, address: safe?.address ?? plain, plain: safe && plain, link: started.link, folder })) {
    const picture = () => pictures && browser.picture(join(pictures, `${engine}-${String(++number).padStart(2, '0')}.png`));
    try {
      await take();
      console.log(`  yes  ${name}`);
    } catch (problem) {
      console.log(`  NO   ${name}\n       ${problem.message}`);
      process.exitCode = 1;
    }
    await picture();
    // Each step begins where the one before ended.
    if (process.exitCode) break;
  }
} finally {
  await browser?.close();
  server?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function certificate() {
  const [path, keyPath] = ['cert.pem', 'key.pem'].map(name => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-out', path, '-keyout', keyPath], { stdio: 'ignore' });
  return { path, keyPath };
}
