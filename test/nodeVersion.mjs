// Fails early and clearly where Node is too old for the tools.
import process from 'node:process';

/** The Node versions that every tool of the project supports. */
export const supportedNode = '20.19 or later, 22.13 or later, or 24 and newer';

/** @param {string} version such as `22.13.0` */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
}

export function requireNode() {
  if (isSupportedNode(process.versions.node)) return;
  console.error(`This is Node ${process.versions.node}; the project needs ${supportedNode}.`);
  process.exit(1);
}
