/** What stands for the cut part of a URL. */
const cut = '…';

/**
 * Cuts what may hold a secret from every URL in `text`: the query, the fragment and the user information.
 * People paste logs into bug reports.
 */
export function redactUrls(text: string): string {
  return text.replaceAll(
    /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#'"<>]*@)?([^\s?#'"<>]*)([?#][^\s'"<>]*)?/giu,
    (_whole, scheme: string, user: string | undefined, rest: string, tail: string | undefined) =>
      `${scheme}${user === undefined ? '' : `${cut}@`}${rest}${tail === undefined ? '' : `${tail.charAt(0)}${cut}`}`,
  );
}

/**
 * Cuts more than {@link redactUrls} does, for a text that is made to be published: queries also where no URL stands
 * around them, and values behind names that sound like secrets.
 */
export function redactReport(text: string): string {
  return redactUrls(text)
    .replaceAll(/\?[^\s=?&#'"<>]+=[^\s'"<>]*/gu, `?${cut}`)
    .replaceAll(
      /\b([\w-]*(?:passw|pwd|ticket|token|secret|cookie|authorization)[\w-]*["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',;]+/giu,
      (_whole, name: string) => `${name}${cut}`,
    );
}
