const secretWord = /pass(word|wd|phrase|code)?\d*$|^pwd$|ticket|token|secret|api_?key|credential/i;
const secretHeader = /^(proxy-)?authorization$|^cookie$|token|secret|api-?key|password/i;

/** Whether a property or variable of this name holds a secret, as far as its name tells. */
export function namesSecret(name: string): boolean {
  return secretWord.test(name);
}

/** Whether a header of this name proves who we are. */
export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name);
}

/** The placeholders whose values are always secrets. */
export const secretPlaceholders: readonly string[] = ['password', 'ticket'];
