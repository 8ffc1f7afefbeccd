// The script of every page: htmx behind its nonce gate, and the small manners that HTML does not have yet. Pages work
// without it; what only works with it carries the class only-script.
import 'htmx.org';
import 'htmx.org/dist/ext/hx-csp.js';
import '../modules/requests.js';
import '../modules/commands.js';
import '../modules/copy.js';
import '../modules/grow.js';
import '../modules/keys.js';
import '../modules/menus.js';
import '../modules/side.js';
import '../modules/theme.js';
import '../modules/times.js';
import '../modules/passkeys.js';
import '../modules/back.js';
import '../modules/forms.js';
import { adopt } from '../modules/toasts.js';

adopt();

// What pages' own scripts use of it: they find it here, for each page loads this one anyway.
export * from '../modules/cookies.js';
export * from '../modules/copy.js';
export * from '../modules/grow.js';
export * from '../modules/place.js';
export * from '../modules/requests.js';
export * from '../modules/times.js';
export * from '../modules/toasts.js';
export * from '../modules/trusted.js';
