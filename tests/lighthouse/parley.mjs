// A Parley of its own: an empty folder, a free port, and the first account.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const chromium = process.env.PARLEY_CHROMIUM ?? '/usr/bin/chromium';
const assembly = process.env.PARLEY_ASSEMBLY ?? join(dirname(fileURLToPath(import.meta.url)), '../../src/Parley/bin/Release/net10.0/Parley.dll');

export const freePort = () => new Promise(resolve => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** @param {{ address: string, path: string, keyPath: string } | null} safe - An address for HTTPS besides, and its certificate. */
export async function start(folder, port, safe = null) {
  const addresses = [`http://127.0.0.1:${port}`, ...safe ? [safe.address] : []].join(';');
  const certificate = safe ? { Kestrel__Certificates__Default__Path: safe.path, Kestrel__Certificates__Default__KeyPath: safe.keyPath } : {};
  const server = spawn('dotnet', [assembly, 'serve', '--urls', addresses, '--data', join(folder, 'data'), '--Parley:DetectLocal=false'], { cwd: folder, env: { ...process.env, DOTNET_ENVIRONMENT: 'Production', ...certificate } });
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

/** In as a person comes in. */
export async function register(page, address, link) {
  await page.goto(address + link);
  await page.type('[name=displayName]', 'Ada Lovelace');
  await page.type('[name=email]', 'ada@example.org');
  await page.type('[name=password]', 'a long sentence is good');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.goto(address + '/');
}
