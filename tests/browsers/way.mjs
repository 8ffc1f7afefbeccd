// The main way through Parley, as a person goes it: each step says what is to be seen in the end.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const person = { displayName: 'Ada Lovelace', email: 'ada@example.org', password: 'a long sentence is good' };
const composer = '[data-composer] textarea';
const last = 'article.msg-answer:last-of-type';

/** @param {{ browser: object, address: string, plain: string | null, link: string, folder: string }} stage - `plain` is the address where this browser keeps no cookie, if there is one. */
export function* way({ browser, address, plain, link, folder }) {
  if (plain) yield step('a page whose cookie does not come back says so', async () => {
    await browser.go(plain + link);
    await sees('did not give back', '[role="alert"]');
  });

  yield step('the first account is made by the printed link', async () => {
    await browser.go(address + link);
    await fill('displayName', 'email', 'password');
    await sees('What is on your mind?');
  });

  yield step('signed out and in again', async () => {
    await leave();
    await fill('email', 'password');
    await sees('What is on your mind?');
  });

  yield step('an answer grows, and comes to its end', async () => {
    await ask('What can I try next?');
    const before = await lengthOf();
    await until('the answer grows', async () => await lengthOf() > before);
    await until('the answer is complete', () => status('complete'));
    await sees('What can I try next?', '#side-list');
  });

  yield step('another is stopped, and what came is kept', async () => {
    await ask('Which SDKs can I use?');
    await browser.click('[data-stop]');
    await until('the answer is stopped', () => status('stopped'));
    await sees('Stopped. What had arrived was kept.', last);
    await until('the field has the focus', () => browser.run(selector => document.activeElement === document.querySelector(selector), composer));
  });

  yield step('both are there after a reload', async () => {
    await browser.reload();
    await until('four messages', async () => await browser.run(() => document.querySelectorAll('article.msg').length) === 4);
    await isLive();
  });

  yield step('the last question is asked in other words, as a branch', async () => {
    await browser.click(composer);
    await browser.press('ArrowUp');
    await browser.type('.msg-edit textarea', ' In Python?');
    await browser.press('Enter');
    await sees('2/2');
    await until('the answer is complete', () => status('complete'));
  });

  yield step('an answer is copied, though it is fetched first', async () => {
    await browser.run(selector => document.querySelector(selector).scrollIntoView({ block: 'center' }), `${last} [data-copy-message]`);
    await browser.click(`${last} [data-copy-message]`);
    await sees('Answer copied as Markdown.', '#toasts');
  });

  yield step('menus open in sight, beside their buttons', async () => {
    await browser.run(() => scrollTo(0, document.documentElement.scrollHeight));
    await browser.click('.bar [data-anchor]');
    await until('the menu is seen', () => browser.run(() => {
      const menu = document.querySelector('.menu:popover-open');
      const box = menu?.getBoundingClientRect();
      const button = document.querySelector('.bar [data-anchor]').getBoundingClientRect();
      return box && box.top >= button.bottom && box.bottom <= innerHeight && box.right <= innerWidth && getComputedStyle(menu).opacity === '1';
    }));
    await browser.press('Escape');
    await until('the menu is closed', () => browser.run(() => !document.querySelector('.menu:popover-open')));
  });

  yield step('the chat gets another name in its line', async () => {
    await browser.run(() => document.querySelector('[data-chat-menu]').click());
    await browser.click('[data-chat-do="rename"]');
    await browser.write('What to do');
    await browser.press('Enter');
    await until('the title is there', () => browser.run(() => document.title.startsWith('What to do')));
  });

  yield step('a word in it is found', async () => {
    await browser.press('Control', 'k');
    await browser.write('python');
    await sees('What to do', '.chats-hit');
    await browser.press('Enter');
    await until('the message is shown', () => browser.run(() => location.search.includes('find=python')));
    await isLive();
  });

  yield step('a file is uploaded, and goes along', async () => {
    const path = join(folder, 'list.txt');
    await writeFile(path, 'Lemons\n');
    await browser.upload('[data-attach-field]', path);
    await sees('Text, 7 bytes', '.attached-list');
    await ask('What is on the list?');
    await sees('list.txt', '.thread');
    await until('the answer is complete', () => status('complete'));
  });

  yield step('signed out: the chats are behind the sign-in', async () => {
    await leave();
    await browser.go(`${address}/chats`);
    await until('the sign-in', () => browser.run(() => location.pathname === '/login'));
  });

  yield step('no page reported an error', async () => {
    const problems = await browser.problems();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });

  async function fill(...names) {
    for (const name of names) await browser.type(`[name="${name}"]`, person[name]);
    await browser.press('Enter');
  }

  async function leave() {
    await browser.click('.account');
    await browser.click('form[action="/logout"] button');
    await sees('You are signed out.');
  }

  /** Sends, and waits for the first words. */
  async function ask(text) {
    await isLive();
    await browser.type(composer, text);
    await browser.press('Enter');
    await until('the first words', async () => await sent(text) && await lengthOf() > 0);
    await isLive();
  }

  function sent(text) {
    return browser.run(text => [...document.querySelectorAll('.msg-text')].at(-1)?.textContent.includes(text), text);
  }

  function lengthOf() {
    return browser.run(selector => document.querySelector(`${selector} .md`)?.textContent.length ?? 0, last);
  }

  function status(wanted) {
    return browser.run((selector, wanted) => document.querySelector(selector)?.dataset.status === wanted, last, wanted);
  }

  /** The page's script runs, and its feed is open. */
  function isLive() {
    return until('the feed is open', () => browser.run(() => document.getElementById('chat')?.dataset.feed === 'open'));
  }

  function sees(text, selector = 'body') {
    return until(`"${text}" in ${selector}`, () => browser.run((text, selector) => document.querySelector(selector)?.innerText.includes(text), text, selector));
  }
}

const step = (name, take) => ({ name, take });

async function until(what, isSo) {
  let problem;
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 100))) {
    try {
      if (await isSo()) return;
      problem = undefined;
    } catch (thrown) {
      // A page that is just being left answers nothing.
      problem = thrown;
    }
  }
  throw new Error(`Waited in vain: ${what}${problem ? ` (${problem.message})` : ''}`);
}
