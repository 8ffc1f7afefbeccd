// The page of files: pictures open large.
import './chat/lightbox.js';
