// The reader's offset from UTC, for "Today" and "Yesterday".
import { keep } from '#ui/cookies.js';

keep('parley-zone', -new Date().getTimezoneOffset());
