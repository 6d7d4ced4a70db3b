// Writes THIRD-PARTY-NOTICES.txt from what the bundles hold: `npm run build && npm run notices`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { noticesText } from './notices.ts';

writeFileSync(path.join(projectRoot, 'THIRD-PARTY-NOTICES.txt'), noticesText());
