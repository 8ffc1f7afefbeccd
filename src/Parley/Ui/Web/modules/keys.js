// The keys that each page with a side knows; "?" shows the map of all.
const map = document.getElementById('keys');
const isWriting = node => node?.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');

const toggleSide = () => [...document.querySelectorAll('[data-side-toggle]')].find(button => button.checkVisibility())?.click();
const commands = { k: search, O: () => location.assign('/'), S: toggleSide };

/** A page with a search of its own has its own key; from elsewhere it leads to the chats'. */
function search() {
  if (document.querySelector('[aria-keyshortcuts~="Control+K"]')) return false;
  location.assign('/#search');
}

if (map) {
  document.addEventListener('keydown', event => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
    if (isCommand && key in commands) {
      if (commands[key]() !== false) event.preventDefault();
    } else if (event.key === '?' && !isCommand && !event.altKey && !isWriting(event.target) && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      map.showModal();
    }
  });
}
