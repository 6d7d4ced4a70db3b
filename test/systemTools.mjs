// The system's programs that the tests use, and the Debian packages that hold them.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Package by program. */
export const systemTools = {
  // Real VNC servers and what they show.
  Xtigervnc: 'tigervnc-standalone-server',
  tigervncpasswd: 'tigervnc-tools',
  x11vnc: 'x11vnc',
  Xvfb: 'xvfb',
  'qemu-system-x86_64': 'qemu-system-x86',
  websockify: 'websockify',
  xterm: 'xterm',
  xwd: 'x11-apps',
  xwud: 'x11-apps',
  xdotool: 'xdotool',
  xclip: 'xclip',
  openssl: 'openssl',
  // What belongs to the repository.
  git: 'git',
  // The server build of the editor: its page, and what compiles its one native module.
  chromium: 'chromium',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
};

/** What the editor of the demo needs; the browser is the person's own. */
const demoTools = ['g++', 'make', 'python3'];

function isInstalled(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a program is there, perhaps by another name. */
function hasTool(program) {
  if (program === 'chromium')
    return (
      process.env.CHROMIUM !== undefined ||
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].some(isInstalled)
    );
  if (program === 'tigervncpasswd') return isInstalled(program) || isInstalled('vncpasswd');
  return isInstalled(program);
}

/**
 * Installs the missing packages where this process may (Debian, root).
 * @param {{only?: 'demo'}} [choice] `demo`: what the editor without a desktop needs
 * @throws Error that names what to install, and how
 */
export function ensureSystemTools({ only } = {}) {
  const names = only === 'demo' ? demoTools : Object.keys(systemTools);
  const packages = () => [
    ...new Set(names.filter((name) => !hasTool(name)).map((name) => systemTools[name])),
  ];
  let missing = packages();
  if (missing.length === 0) return;
  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    console.log(`installing ${missing.join(' ')}`);
    const apt = (...args) => {
      const { status } = spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      return status === 0;
    };
    apt('update', '-q');
    // Another apt may be at work: wait for its lock.
    apt('-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-q', '--no-install-recommends', ...missing);
    missing = packages();
    if (missing.length === 0) return;
  }
  throw new Error(
    `these packages are missing: ${missing.join(' ')}\nInstall them, on Debian or Ubuntu as root with\n\n    ${command}\n`,
  );
}
