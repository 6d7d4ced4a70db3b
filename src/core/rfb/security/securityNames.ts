/**
 * The ways to log in, by the names that people write into profiles and that facts and errors show. A name is one
 * way whole: those of VeNCrypt (`Plain` to `X509Plain`) and `UnixLogin` of Tight stand for themselves.
 */
export const securityTypeNames = [
  'None',
  'VncAuth',
  'RA2',
  'RA2ne',
  'RA2_256',
  'RA2ne_256',
  'Tight',
  'TLS',
  'Plain',
  'TLSNone',
  'TLSVnc',
  'TLSPlain',
  'X509None',
  'X509Vnc',
  'X509Plain',
  'AppleDH',
  'MSLogonII',
  'XVP',
  'UnixLogin',
] as const;

/** One of {@link securityTypeNames}. */
export type SecurityTypeName = (typeof securityTypeNames)[number];

/** Names of types that servers offer, by their numbers (registry "Remote Framebuffer"). */
const topLevelNames = new Map<number, string>([
  [1, 'None'],
  [2, 'VncAuth'],
  [5, 'RA2'],
  [6, 'RA2ne'],
  [13, 'RA2r'],
  [16, 'Tight'],
  [17, 'Ultra'],
  [18, 'TLS'],
  [19, 'VeNCrypt'],
  [20, 'SASL'],
  [22, 'XVP'],
  [30, 'AppleDH'],
  [33, 'Apple-Kerberos'],
  [36, 'Apple-SRP'],
  [113, 'MSLogonII'],
  [129, 'RA2_256'],
  [130, 'RA2ne_256'],
  [133, 'RA2r_256'],
]);

/** Subtypes of VeNCrypt (rfbproto, "VeNCrypt"); it may list types of the upper level as well. */
const veNCryptNames = new Map<number, string>([
  [256, 'Plain'],
  [257, 'TLSNone'],
  [258, 'TLSVnc'],
  [259, 'TLSPlain'],
  [260, 'X509None'],
  [261, 'X509Vnc'],
  [262, 'X509Plain'],
  [263, 'TLSSASL'],
  [264, 'X509SASL'],
  [265, 'Ident'],
  [266, 'TLSIdent'],
  [267, 'X509Ident'],
]);

/** The usual name of a security type, or of a subtype of VeNCrypt, with its number. */
export function securityName(number: number): string {
  const name = topLevelNames.get(number) ?? veNCryptNames.get(number);
  return name === undefined ? String(number) : `${name} (${number})`;
}
