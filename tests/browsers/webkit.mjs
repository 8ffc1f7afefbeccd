// WebKitGTK's small browser, by WebDriver over HTTP (Debian: webkit2gtk-driver, xvfb): the nearest to Safari that runs on Linux.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { freePort } from '../lighthouse/parley.mjs';

const binary = process.env.PARLEY_MINIBROWSER ?? `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch]}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;
const element = 'element-6066-11e4-a52e-4f735466cecf';
const codes = { Shift: '\uE008', Control: '\uE009', Enter: '\uE007', Escape: '\uE00C', ArrowUp: '\uE013', ArrowDown: '\uE015' };

// What went wrong on a page, as far as it is told afterwards: a breach of its policy, and errors from here on.
const watch = `window.problems ??= (() => {
  const all = [];
  addEventListener('error', event => all.push(event.message));
  addEventListener('unhandledrejection', event => all.push(String(event.reason)));
  new ReportingObserver(reports => all.push(...reports.map(report => report.type + ': ' + JSON.stringify(report.body))), { buffered: true }).observe();
  return all;
})();`;

export async function open() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [display] = await once(screen.stdio[3], 'data');
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' } });
  const capabilities = { alwaysMatch: { acceptInsecureCerts: true, unhandledPromptBehavior: 'accept', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } };
  let session = '';
  const made = await begin();
  session = `/${made.sessionId}`;
  await call('POST', '/window/rect', { x: 0, y: 0, width: 1280, height: 900 });
  const problems = [];

  async function call(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}/session${session}${path}`, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.error} ${value.message}`);
    return value;
  }

  async function begin() {
    for (let tries = 0; ; tries++) {
      try {
        return await call('POST', '', { capabilities });
      } catch (problem) {
        if (tries === 50 || driver.exitCode !== null) throw problem;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  }

  async function find(selector) {
    for (let tries = 0; ; tries++) {
      try {
        return (await call('POST', '/element', { using: 'css selector', value: selector }))[element];
      } catch (problem) {
        if (tries === 50) throw problem;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  }

  /** What each page had to tell is gone with it. */
  async function collect() {
    problems.push(...await call('POST', '/execute/sync', { script: `${watch} return window.problems.splice(0).map(problem => location.href + ': ' + problem);`, args: [] }));
  }

  const keys = actions => call('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] });

  return {
    name: `WebKitGTK ${made.capabilities.browserVersion}`,
    go: async address => {
      await collect();
      await call('POST', '/url', { url: address });
      await collect();
    },
    reload: async () => {
      await collect();
      await call('POST', '/refresh', {});
    },
    run: (script, ...values) => call('POST', '/execute/sync', { script: `${watch} return (${script}).apply(null, arguments);`, args: values }),
    click: async selector => call('POST', `/element/${await find(selector)}/click`, {}),
    type: async (selector, text) => call('POST', `/element/${await find(selector)}/value`, { text }),
    press: (...names) => keys([...names.map(name => ({ type: 'keyDown', value: codes[name] ?? name })), ...names.reverse().map(name => ({ type: 'keyUp', value: codes[name] ?? name }))]),
    write: text => keys([...text].flatMap(letter => [{ type: 'keyDown', value: letter }, { type: 'keyUp', value: letter }])),
    upload: async (selector, path) => call('POST', `/element/${await find(selector)}/value`, { text: path }),
    picture: async path => writeFile(path, Buffer.from(await call('GET', '/screenshot'), 'base64')),
    problems: async () => {
      await collect();
      return problems;
    },
    close: async () => {
      await call('DELETE', '').catch(() => {});
      driver.kill();
      screen.kill();
    },
  };
}
