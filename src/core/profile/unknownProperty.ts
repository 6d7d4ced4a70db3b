import { suggestions } from '../script/suggest.ts';
import type { ProfileProblemCode } from './profileProblem.ts';
import { namesSecret } from './secretWords.ts';

/** What people write where the switch belongs into the machine's own settings. */
const machineOnly =
  /^(verify|verify_?(certificate|ssl|tls|cert|host)|insecure|allow_?(unencrypted|insecure)|reject_?unauthorized|(ignore|skip|allow).*(cert|tls|ssl|verif).*|(ssl|tls)_?verify|.*command|identity_?file|key_?file)$/i;

/** Says what is wrong with a property that nothing reads, and which of `known` may have been meant. */
export function reportUnknown(
  name: string,
  known: readonly string[],
  report: (code: ProfileProblemCode, data: Record<string, string>) => void,
): void {
  if (machineOnly.test(name)) report('machineOnly', { property: name });
  else if (namesSecret(name)) report('secretInSettings', { property: name });
  else {
    const [suggestion] = suggestions(name, known);
    report('unknownProperty', { property: name, ...(suggestion === undefined ? {} : { suggestion }) });
  }
}
