// The models with what each can and costs, to be searched: opens at the control "Model", and wherever another model is asked.
import { beside } from '#ui/place.js';

const select = document.querySelector('select[data-model]');
let box;
let taken;
let at;

function build() {
  box = document.createElement('div');
  box.className = 'menu models';
  box.popover = 'auto';
  const search = Object.assign(document.createElement('input'), { type: 'text', placeholder: 'Find a model', autocomplete: 'off', spellcheck: false });
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-label': 'Find a model', 'aria-expanded': 'true', 'aria-controls': 'models-list', 'aria-autocomplete': 'list' })) search.setAttribute(name, value);
  const list = Object.assign(document.createElement('ul'), { id: 'models-list' });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Models');
  const none = Object.assign(document.createElement('p'), { className: 'models-none', textContent: 'No model is called that or can that.', hidden: true });
  box.append(search, list, none);
  // Closed it is not there: the control is the one thing that is called "Model".
  box.addEventListener('toggle', event => { if (event.newState === 'closed') box.remove(); });
  search.addEventListener('input', () => {
    show(search.value);
    beside(box, at);
  });
  search.addEventListener('keydown', event => {
    const all = [...list.children];
    const active = all.findIndex(item => item.dataset.active === '');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (all.length) activate(all[(active + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (all[active]) take(all[active]);
    }
  });
  list.addEventListener('pointermove', event => activate(event.target.closest('li'), false));
  list.addEventListener('click', event => { if (event.target.closest('li')) take(event.target.closest('li')); });
}

function show(wanted = '') {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = box.dataset.chosen;
  const fits = option => words.every(word => `${option.label} ${option.dataset.owner ?? ''} ${option.dataset.can ?? ''}`.toLowerCase().includes(word));
  const list = box.querySelector('ul');
  list.replaceChildren(...[...select.options].filter(option => option.value && fits(option)).map((option, i) => {
    const item = Object.assign(document.createElement('li'), { id: `models-${i}` });
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', String(option.value === chosen));
    item.dataset.value = option.value;
    const { owner, context, price, can } = option.dataset;
    const about = [owner, context, price].filter(Boolean).join(' · ');
    item.append(line('strong', option.label), ...about ? [line('span', about)] : [], ...can ? [line('small', can)] : []);
    return item;
  }));
  box.querySelector('.models-none').hidden = list.children.length > 0;
  activate(list.querySelector('[aria-selected="true"]') ?? list.firstElementChild);
}

const line = (name, text) => Object.assign(document.createElement(name), { textContent: text });

function activate(item, scrolls = true) {
  if (!item || item.dataset.active === '') return;
  for (const other of box.querySelectorAll('[data-active]')) delete other.dataset.active;
  item.dataset.active = '';
  box.querySelector('input').setAttribute('aria-activedescendant', item.id);
  if (scrolls) item.scrollIntoView({ block: 'nearest' });
}

function take(item) {
  box.hidePopover();
  taken(item.dataset.value);
}

/** Lets somebody choose a model, beside an element. What was typed there already is looked for. */
export function choose(anchor, chosen, then, typed = '') {
  if (!box) build();
  at = anchor;
  // Not back to the control: its list takes what is typed next for the name of another model.
  taken = value => {
    (anchor === select ? select.form.elements.Message : anchor).focus();
    then(value);
  };
  document.querySelector('main').append(box);
  box.dataset.chosen = chosen ?? '';
  box.querySelector('input').value = typed;
  show(typed);
  box.showPopover();
  beside(box, anchor);
  activate(box.querySelector('[aria-selected="true"]') ?? box.querySelector('li'));
  box.querySelector('input').focus({ preventScroll: true });
}

/** What the model is called that is chosen now. */
export const chosen = () => select?.value ?? '';

if (select) {
  const open = (event, typed) => {
    event.preventDefault();
    choose(select, select.value, value => {
      if (value === select.value) return;
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, typed);
  };
  // The browser's own list stays closed (fingers may get that of their device). Ours opens with the click: before it, the end of the press would close it again.
  select.addEventListener('mousedown', event => { if (event.button === 0) event.preventDefault(); });
  select.addEventListener('click', event => open(event));
  select.addEventListener('keydown', event => {
    if (['Enter', ' '].includes(event.key) || (event.altKey && ['ArrowDown', 'ArrowUp'].includes(event.key))) open(event);
    // A letter is looked for, where the browser's own list would take the next model that begins with it.
    else if ([...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) open(event, event.key);
  });
}
