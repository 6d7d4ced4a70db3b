/** How a server turns keysyms into what its programs get. */
export type ServerKind =
  /** An X server: finds or makes a key for any keysym, and puts modifiers right by itself. */
  | 'x11'
  /** A virtual machine's console (QEMU, bhyve, Intel AMT): presses the keys of a PC keyboard, and those only. */
  | 'machine'
  /** Apple's Screen Sharing. */
  | 'apple'
  /** A server on Windows: asks the current layout which keys write a character. */
  | 'windows'
  | 'unknown';

/** What tells servers apart. */
export interface ServerSigns {
  /** How the server calls its desktop (RFC 6143, section 7.3.2). */
  readonly desktopName: string;
  /** The security type that was used, as `facts.securityType` names it. */
  readonly securityType: string;
  /** The version that it called itself, as `facts.greeting` has it. */
  readonly greeting: string;
  readonly extendedKeys: boolean;
  readonly fence: boolean;
  /** Whether the connection names the remote machine's layout. */
  readonly layoutKnown: boolean;
}

/** Desktop names of consoles that press keys of their own keymap. */
const machines = /^(?:QEMU|bhyve|Intel\(r\) AMT KVM)\b/i;

/** What every Screen Sharing and Apple Remote Desktop says, also where its VNC password lets a viewer in. */
const appleVersion = '3.889';

/** "user's X desktop (host:1)" of vncserver scripts, "host:0" of x11vnc. */
const xDesktops = /\bX desktop\b|:\d+(?:\.\d+)?\)?$/;

/**
 * What kind of server this is, as far as it shows. Servers do not say: QEMU is known by the name of its desktop, a
 * Mac by a version that nobody else has and by how it lets users in, UltraVNC by the latter too, TigerVNC by fences,
 * which consoles of machines do not have.
 */
export function serverKindOf(signs: ServerSigns): ServerKind {
  const { desktopName, securityType, greeting, extendedKeys, fence, layoutKnown } = signs;
  if (machines.test(desktopName)) return 'machine';
  if (greeting === appleVersion || securityType.includes('AppleDH')) return 'apple';
  if (securityType.includes('MSLogon')) return 'windows';
  if (fence || xDesktops.test(desktopName)) return 'x11';
  // One that takes scancodes, and whose layout somebody bothered to name: its keys are meant.
  return extendedKeys && layoutKnown ? 'machine' : 'unknown';
}
