// Long messages of a person's own are folded; a button shows all of one, and folds it again.
document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-fold-text]');
  if (!button) return;
  const opens = button.getAttribute('aria-expanded') === 'false';
  unfold(button, opens);
  // Whoever folds one from its end stays with it.
  if (!opens) button.scrollIntoView({ block: 'nearest' });
});

function unfold(button, opens) {
  button.setAttribute('aria-expanded', String(opens));
  button.textContent = opens ? 'Show less' : 'Show more';
}

// What a search found may stand anywhere in it.
const found = location.hash && document.getElementById(location.hash.slice(1))?.querySelector('[data-fold-text]');
if (found) unfold(found, true);
