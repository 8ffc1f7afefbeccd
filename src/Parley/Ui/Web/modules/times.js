// <time data-when>: from UTC into the reader's own zone and manner.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Writes all times below a root. */
export function writeTimes(root = document) {
  for (const time of root.querySelectorAll('time[data-when]')) time.textContent = (time.dataset.when === 'exact' ? exact : format).format(new Date(time.dateTime));
}

writeTimes();
document.addEventListener('htmx:after:swap', () => writeTimes());
