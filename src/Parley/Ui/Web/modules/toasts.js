// Toasts: said once, gone after a while, kept as long as somebody points at them or has the focus in them.
const stay = 6000;

const host = document.getElementById('toasts');

// Over all else. An open dialog covers what is outside of it and takes it out of reach: then they are said inside of it.
function raise() {
  const place = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
  if (host.parentElement !== place) place.append(host);
  host.popover = 'manual';
  host.showPopover();
}

document.addEventListener('close', ({ target }) => { if (target.contains(host)) raise(); }, true);

/** Says something short. With an action it offers a button: { label, run }. */
export function say(text, { error = false, action } = {}) {
  const toast = document.createElement('div');
  toast.className = error ? 'toast danger' : 'toast';
  toast.dataset.toast = '';
  toast.append(Object.assign(document.createElement('span'), { textContent: text }));
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action.label });
    button.addEventListener('click', () => { leave(toast); action.run(); });
    toast.append(button);
  }
  raise();
  host.append(toast);
  watch(toast, action || error ? stay * 2 : stay);
  return toast;
}

/** Toasts that the server wrote into the page. */
export function adopt() {
  for (const toast of host.querySelectorAll('[data-toast]')) watch(toast, stay);
}

function watch(toast, time) {
  let timer;
  const start = () => { timer = setTimeout(() => leave(toast), time); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', hold);
  toast.addEventListener('pointerleave', start);
  toast.addEventListener('focusin', hold);
  toast.addEventListener('focusout', start);
  start();
}

function leave(toast) {
  toast.dataset.leaving = '';
  setTimeout(() => toast.remove(), 220);
}

document.addEventListener('click', event => {
  const speaker = event.target.closest?.('[data-say]');
  if (speaker) say(speaker.dataset.say);
});
