// The chat page's script: the live feed, the thread, the composer and the side. The page works without it.
import './chat/zone.js';
import './chat/thread.js';
import './chat/composer.js';
import './chat/acts.js';
import './chat/share.js';
import './chat/side.js';
import './chat/persona.js';
import './chat/why.js';
import './chat/keys.js';
import './chat/live.js';
