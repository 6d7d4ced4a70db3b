import { weaknessOf } from '../../core/rfb/security/securityWays.ts';
import type { Session } from '../../core/session/session.ts';
import type { Localizer } from '../screen/localizer.ts';
import type { ConnectionReport } from './connector.ts';

/** What a person reads of a live session: what it shows, and how it was let in. */
export function wordSession(
  { size, desktopName, facts }: Pick<Session, 'size' | 'desktopName' | 'facts'>,
  l10n: Localizer,
): string[] {
  const lines = desktopName === '' ? [] : [l10n.t('Desktop: {0}', desktopName)];
  lines.push(l10n.t('Screen: {0} × {1}', size.width, size.height));
  const { protocolVersion, securityType = '?' } = facts;
  if (protocolVersion === undefined) return lines;
  lines.push(l10n.t('RFB {0}, security {1}', protocolVersion, securityType));
  const warning = wordWeakness(securityType, l10n);
  return warning === undefined ? lines : [...lines, warning];
}

/** What a person reads when a connection was tested and works, and what to mind of it. */
export function wordTest(
  name: string,
  report: ConnectionReport,
  l10n: Localizer,
): { readonly works: string; readonly warning: string | undefined } {
  const { protocolVersion, securityType, width, height, milliseconds } = report;
  return {
    works: l10n.t(
      '“{0}” works: RFB {1}, security {2}, {3} × {4}, connected in {5} ms.',
      name,
      protocolVersion,
      securityType,
      width,
      height,
      milliseconds,
    ),
    warning: wordWeakness(securityType, l10n),
  };
}

function wordWeakness(securityType: string, l10n: Localizer): string | undefined {
  switch (weaknessOf(securityType)) {
    case 'unproven':
      return l10n.t('{0} encrypts, but nothing in it proves that this is the right server.', securityType);
    case 'shortKeys':
      return l10n.t(
        '{0} protects the password with keys of 64 bits only: whoever listens on the way can find it.',
        securityType,
      );
    case undefined:
      return undefined;
  }
}
