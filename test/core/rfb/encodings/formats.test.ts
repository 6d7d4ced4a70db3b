import { testFormatVectors } from '../support/formatVector.ts';
import { formatVectors } from '../vectors/formatVectors.ts';

for (const { title, vectors } of formatVectors) testFormatVectors(title, vectors);
