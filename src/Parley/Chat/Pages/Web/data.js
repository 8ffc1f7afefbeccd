// Imports tell how far they are, and what they did.
import { token } from '#ui/requests.js';

const form = document.querySelector('[data-import]');
const box = form?.querySelector('[data-import-progress]');
const bar = box?.querySelector('progress');
const words = box?.querySelector('p');
const stop = form?.querySelector('[data-import-stop]');
let request = null;

form?.addEventListener('submit', event => {
  const file = form.elements.file.files[0];
  if (!file || request) return;
  event.preventDefault();
  run(file);
});

stop?.addEventListener('click', () => request?.abort());

function run(file) {
  let read = 0;
  let last = null;
  const button = form.querySelector('button:not([type="button"])');
  delete form.dataset.sent;
  form.parentElement.querySelector('.alert')?.remove();
  button.setAttribute('aria-busy', 'true');
  box.hidden = stop.hidden = false;
  tell(0, 'Uploading');
  request = new XMLHttpRequest();
  request.upload.addEventListener('progress', ({ loaded, total }) => tell(total ? loaded / total : 0, loaded < total ? `Uploading: ${Math.floor(100 * loaded / total)} %` : 'Reading the file'));
  request.addEventListener('progress', take);
  request.addEventListener('load', () => {
    take();
    if (last?.words) report(last.words);
    else report({ title: last?.problem ?? (request.status === 413 ? 'This file is longer than 512 MB. Nothing was imported.' : 'The import did not work. What was imported until then is kept; import the same file again to get the rest.'), lines: [], problems: [], kind: 'danger' });
    over();
  });
  request.addEventListener('error', () => {
    report({ title: 'The connection broke off. What was imported until then is kept; import the same file again to get the rest.', lines: [], problems: [], kind: 'danger' });
    over();
  });
  request.addEventListener('abort', () => {
    report({ title: 'Stopped. What was imported until then is kept; import the same file again to get the rest.', lines: [], problems: [], kind: 'warning' });
    over();
  });
  request.open('POST', form.action);
  request.setRequestHeader('RequestVerificationToken', token());
  request.setRequestHeader('X-Parley-Script', '1');
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);

  /** The answer is a line for each news. */
  function take() {
    const text = request.responseText;
    for (let end; (end = text.indexOf('\n', read)) >= 0; read = end + 1) {
      try {
        last = JSON.parse(text.slice(read, end));
      } catch {
        return;
      }
      if (last.part !== undefined) tell(last.part, last.conversations ? `${last.conversations.toLocaleString()} ${last.conversations === 1 ? 'chat' : 'chats'} read` : 'Reading the file');
    }
  }

  function over() {
    request = null;
    button.removeAttribute('aria-busy');
    box.hidden = stop.hidden = true;
    form.reset();
  }
}

function tell(part, text) {
  bar.value = part;
  if (words.textContent !== text) words.textContent = text;
}

function report({ title, lines, problems, kind }) {
  const alert = form.parentElement.querySelector('[data-import-report]').content.firstElementChild.cloneNode(true);
  alert.classList.add(kind);
  alert.querySelector('.strong').textContent = title;
  const [more, wrong] = alert.querySelectorAll('ul');
  fill(more, lines, more);
  fill(wrong, problems, wrong.parentElement);
  form.before(alert);
}

function fill(list, texts, around) {
  list.append(...texts.map(text => Object.assign(document.createElement('li'), { textContent: text })));
  if (texts.length === 0) around.remove();
}
