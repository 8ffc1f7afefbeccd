// A shared conversation: code is coloured, formulas are set.
import './chat/pictures.js';
import { adorn } from './chat/markdown.js';

adorn(document);
