// [data-theme-choice] holds radios "system", "light", "dark": the choice shows at once, and is kept by the form that it stands in.
import { keep } from './cookies.js';
import { say } from './toasts.js';

document.addEventListener('change', async event => {
  const choice = event.target.closest?.('[data-theme-choice]') && event.target.value;
  if (!choice) return;
  document.documentElement.dataset.theme = choice;
  keep('parley-theme', choice);
  const form = event.target.form;
  if (!form) return;
  try {
    // The answer is a redirect to the page that is here already.
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'X-Parley-Script': '1' }, redirect: 'manual' });
    if (answer.type !== 'opaqueredirect') throw new Error();
  } catch {
    say('The theme shows here, but could not be kept in your account. Try again.', { error: true });
  }
});
