// <time data-when>: from UTC into the reader's own zone and manner.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Writes all times below a root. */
export function writeTimes(root = document) {
  for (const time of root.querySelectorAll('time[data-when]')) time.textContent = format.format(new Date(time.dateTime));
}

writeTimes();
document.addEventListener('htmx:after:swap', () => writeTimes());
