// The chat page's script: the live feed, the thread, the composer and the side. The page works without it.
import './chat/zone.js';
import './chat/thread.js';
import './chat/found.js';
import './chat/composer.js';
import './chat/drop.js';
import './chat/lightbox.js';
import './chat/acts.js';
import './chat/models.js';
import './chat/answers.js';
import './chat/share.js';
import './chat/side.js';
import './chat/sideplace.js';
import './chat/persona.js';
import './chat/why.js';
import './chat/fold.js';
import './chat/keys.js';
import './chat/live.js';
