// A shared conversation: code is coloured, formulas are set.
import { adorn } from './chat/markdown.js';

adorn(document);
