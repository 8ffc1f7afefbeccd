// A form is sent once: its button waits for the answer. [data-confirm] asks first. The first wrong field has the focus.
import { ask } from './confirm.js';

const agreed = new WeakSet();

document.addEventListener('submit', event => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !agreed.delete(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    askFirst(form, event.submitter, question);
    return;
  }
  if (form.dataset.sent === '' && form.method !== 'dialog') {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || form.method !== 'post' || form.matches('[hx-post], [hx-action], [hx-put], [hx-patch], [hx-delete]')) return;
  form.dataset.sent = '';
  event.submitter?.setAttribute('aria-busy', 'true');
}, true);

async function askFirst(form, submitter, question) {
  if (!await ask(question, submitter)) return;
  agreed.add(form);
  form.requestSubmit(submitter);
  // A form that is not complete was not sent: it asks again.
  agreed.delete(form);
}

// Back from the browser's memory: forms can be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
  }
});

document.querySelector('[aria-invalid="true"]')?.focus();
