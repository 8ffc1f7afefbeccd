// [data-theme-choice] holds radios "system", "light", "dark": the choice shows at once, the form keeps it in the account.
import { keep } from './cookies.js';

document.addEventListener('change', event => {
  const choice = event.target.closest?.('[data-theme-choice]') && event.target.value;
  if (!choice) return;
  document.documentElement.dataset.theme = choice;
  keep('parley-theme', choice);
});
