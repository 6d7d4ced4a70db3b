import { X509Certificate } from 'node:crypto';
import { vncError } from '../base/errors.ts';

const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Reads all certificates of a PEM text; other blocks and text between them are skipped.
 *
 * @throws `VNC_CERTIFICATE_INVALID` when there is none, or one cannot be read.
 */
export function parsePemCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(certificateBlock) ?? [];
  if (blocks.length === 0) throw vncError('VNC_CERTIFICATE_INVALID', { reason: 'none' });
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw vncError('VNC_CERTIFICATE_INVALID', { reason: 'unreadable', index: index + 1 }, error);
    }
  });
}

/** The DER bytes of `certificate` as PEM text. */
export function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
