import { vncError } from '../base/errors.ts';
import { placeholdersOf } from '../transport/urlTemplate.ts';

/** Headers that the upgrade itself sets (RFC 6455, 4.1) or that would break the request. */
const reserved =
  /^(host|connection|upgrade|origin|content-length|transfer-encoding|te|trailer|sec-websocket-.*)$/i;

/** Whether a profile may set a header of this name. */
export function isSettableHeader(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && !reserved.test(name);
}

/** Whether a header can have this text as its value. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/**
 * Fills the placeholders of a header's value in, as they stand: a header has no encoding of its own.
 *
 * @throws `VNC_TEMPLATE_VALUE_MISSING`, `VNC_TEMPLATE_INVALID`
 */
export function expandHeader(template: string, values: Readonly<Record<string, string>>): string {
  const known = new Map<string, string>();
  for (const { name } of placeholdersOf(template)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw vncError('VNC_TEMPLATE_VALUE_MISSING', { names: name });
    if (!isHeaderValue(value)) throw vncError('VNC_TEMPLATE_INVALID', { reason: 'value', placeholder: name });
    known.set(name, value);
  }
  return template.replace(/\$\{([^{}:]*)(?::raw)?\}/g, (_match, name: string) => known.get(name) ?? '');
}
