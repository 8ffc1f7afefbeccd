// A shared conversation: code is coloured, formulas are set.
import './chat/lightbox.js';
import { adorn } from './chat/markdown.js';

adorn(document);
