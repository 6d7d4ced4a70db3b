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
