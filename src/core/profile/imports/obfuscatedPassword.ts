import { createDecipheriv } from 'node:crypto';

/** The key with which VNC programs hide passwords in files; the same everywhere, so that it hides nothing. */
const key = Buffer.from('e84ad660c4721ae0', 'hex');

/**
 * The password of a `.vnc` file, from its sixteen hexadecimal digits; `undefined` for another form, or where
 * this runtime has no DES.
 */
export function readObfuscatedPassword(hex: string): string | undefined {
  // TightVNC and RealVNC write 8 bytes; UltraVNC a ninth, which means nothing.
  const digits = /^([0-9a-f]{16})(?:[0-9a-f]{2})?$/i.exec(hex.trim())?.[1];
  if (digits === undefined) return undefined;
  try {
    // Triple DES with one key thrice is DES, which OpenSSL 3 has no more.
    const decipher = createDecipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), Buffer.alloc(8));
    decipher.setAutoPadding(false);
    const bytes = Buffer.concat([decipher.update(Buffer.from(digits, 'hex')), decipher.final()]);
    const end = bytes.indexOf(0);
    const password = bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
    return password === '' ? undefined : password;
  } catch {
    return undefined;
  }
}
