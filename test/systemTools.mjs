// The system's programs that the tests use, and the Debian packages that hold them.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Package by program. */
export const systemTools = {
  // Real VNC servers and what they show.
  Xtigervnc: 'tigervnc-standalone-server',
  tigervncpasswd: 'tigervnc-tools',
  x11vnc: 'x11vnc',
  Xtightvnc: 'tightvncserver',
  // Xtightvnc has no fonts of its own.
  mkfontdir: 'xfonts-base',
  Xvfb: 'xvfb',
  'qemu-system-x86_64': 'qemu-system-x86',
  websockify: 'websockify',
  xterm: 'xterm',
  ffplay: 'ffmpeg',
  xwd: 'x11-apps',
  xwud: 'x11-apps',
  xev: 'x11-utils',
  xsetroot: 'x11-xserver-utils',
  xdotool: 'xdotool',
  xclip: 'xclip',
  openssl: 'openssl',
  // Ways to a server: tunnels, proxies, a login to this machine, a server that dials us.
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  tinyproxy: 'tinyproxy',
  socat: 'socat',
  vncconfig: 'tigervnc-common',
  // An independent client, against which the servers of the tests' own are proven.
  gcc: 'gcc',
  '/usr/include/rfb/rfbclient.h': 'libvncserver-dev',
  // What belongs to the repository.
  git: 'git',
  // The server build of the editor: its page, and what compiles its one native module.
  chromium: 'chromium',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
};

/** What benchmarks use besides. */
export const benchTools = {
  // A picture on the root window itself, and what passed over each link.
  display: 'imagemagick',
  ss: 'iproute2',
  // A peer that takes pictures.
  gvnccapture: 'gvncviewer',
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
  // Where people log in without administrating, their path seldom has it.
  if (program === 'sshd' && existsSync('/usr/sbin/sshd')) return true;
  if (program === 'tigervncpasswd') return isInstalled(program) || isInstalled('vncpasswd');
  // Libraries have no program: their header tells.
  return path.isAbsolute(program) ? existsSync(program) : isInstalled(program);
}

/** The programs of each purpose. */
const purposes = {
  tests: Object.keys(systemTools),
  demo: demoTools,
  bench: [...Object.keys(systemTools), ...Object.keys(benchTools)],
};

/**
 * Installs the missing packages where this process may (Debian, root).
 * @param {'tests' | 'demo' | 'bench'} [purpose] `demo`: what the editor without a desktop needs
 * @throws Error that names what to install, and how
 */
export function ensureSystemTools(purpose = 'tests') {
  const packageOf = { ...systemTools, ...benchTools };
  const packages = () => [
    ...new Set(purposes[purpose].filter((name) => !hasTool(name)).map((name) => packageOf[name])),
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
