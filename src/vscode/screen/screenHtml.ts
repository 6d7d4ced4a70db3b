import type { Localizer } from './localizer.ts';

/** What the page's document is made of. */
export interface ScreenHtmlOptions {
  /** Where the webview may load files from. */
  readonly cspSource: string;
  /** Random, new for every document. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly language: string;
  readonly l10n: Localizer;
}

/** Makes text safe between tags and inside double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A tool of the toolbar. */
interface Tool {
  readonly id: string;
  readonly icon: string;
  readonly label: string;
}

/**
 * The whole document of a remote screen. Its policy lets it run one script and nothing else: no inline style,
 * no frame, no connection; pictures come from our own files and from blobs, which the cursor needs.
 */
export function screenHtml(options: ScreenHtmlOptions): string {
  const { l10n } = options;
  const source = escapeHtml(options.cspSource);
  const nonce = escapeHtml(options.nonce);
  const policy = [
    `default-src 'none'`,
    `img-src ${source} blob:`,
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const tools: readonly Tool[] = [
    { id: 'zoom', icon: 'screen-normal', label: l10n.t('Actual Size') },
    { id: 'ctrl-alt-delete', icon: 'keyboard', label: l10n.t('Send Ctrl+Alt+Delete') },
    { id: 'paste', icon: 'clippy', label: l10n.t('Paste Clipboard as Keystrokes') },
    { id: 'screenshot', icon: 'device-camera', label: l10n.t('Take Screenshot') },
  ];
  const words = {
    releaseHint: l10n.t('{0} releases the keyboard', '{0}'),
    grabHint: l10n.t('Click the screen to use the keyboard there'),
    viewOnly: l10n.t('View only'),
    actualSize: l10n.t('Actual Size'),
    fit: l10n.t('Zoom to Fit'),
  };
  const attributes = Object.entries(words).map(
    ([name, text]) => `${attributeName(name)}="${escapeHtml(text)}"`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeHtml(options.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(options.styleUri)}">
<title>${escapeHtml(l10n.t('Remote Screen'))}</title>
</head>
<body data-vscode-context="${escapeHtml('{"preventDefaultContextMenuItems":true}')}" ${attributes.join(' ')}>
<header>
<div id="toolbar" role="toolbar" aria-label="${escapeHtml(l10n.t('Remote Screen'))}" aria-controls="screen">
${tools.map(toolButton).join('\n')}
</div>
<div id="status" role="status" aria-live="polite"></div>
<div id="hint" role="status" aria-live="polite"></div>
</header>
<div id="banner" role="alert" hidden>
<span id="banner-icon" class="codicon" aria-hidden="true"></span>
<span id="banner-text"></span>
<button id="take-over" type="button">${escapeHtml(l10n.t('Take Over'))}</button>
<button id="resume" type="button">${escapeHtml(l10n.t('Resume'))}</button>
<button id="stop-driver" type="button" class="secondary">${escapeHtml(l10n.t('Stop'))}</button>
</div>
<main id="stage">
<div id="viewport"><canvas id="screen" role="application" tabindex="0" width="1" height="1"></canvas></div>
<section id="overlay" aria-labelledby="overlay-heading" hidden>
<div id="overlay-card">
<span id="overlay-icon" class="codicon" aria-hidden="true"></span>
<h1 id="overlay-heading"></h1>
<p id="overlay-message"></p>
<p id="overlay-detail"></p>
<div id="overlay-actions"></div>
</div>
</section>
</main>
<script nonce="${nonce}" src="${escapeHtml(options.scriptUri)}"></script>
</body>
</html>
`;
}

function toolButton({ id, icon, label }: Tool): string {
  const text = escapeHtml(label);
  return `<button id="${id}" type="button" class="tool codicon codicon-${icon}" title="${text}" aria-label="${text}" tabindex="-1"></button>`;
}

/** The data attribute under which the page finds a name of `dataset`. */
function attributeName(name: string): string {
  return `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
