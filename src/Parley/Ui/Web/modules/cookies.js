const rest = `path=/; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;

/** Keeps a small choice in the browser for a year. */
export function keep(name, value) {
  document.cookie = `${name}=${value}; max-age=31536000; ${rest}`;
}

/** Keeps it until the browser is closed. */
export function keepForNow(name, value) {
  document.cookie = `${name}=${value}; ${rest}`;
}
