// The page of files: pictures open large.
import './chat/pictures.js';
