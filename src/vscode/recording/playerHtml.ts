import { type PageHtmlOptions, escapeHtml, toolButton } from '../screen/screenHtml.ts';
import { playTools, viewTools } from './playerTools.ts';

/** The whole document that plays a recording. Its policy is that of a remote screen without any connection. */
export function playerHtml(options: PageHtmlOptions): string {
  const { l10n } = options;
  const source = escapeHtml(options.cspSource);
  const nonce = escapeHtml(options.nonce);
  const text = (message: string): string => escapeHtml(l10n.t(message));
  const policy = [
    `default-src 'none'`,
    `img-src ${source} blob:`,
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const words: Record<string, string> = {
    'actual-size': l10n.t('Actual Size'),
    fit: l10n.t('Zoom to Fit'),
    play: l10n.t('Play (Space)'),
    pause: l10n.t('Pause (Space)'),
    'time-of': l10n.t('{0} of {1}', '{0}', '{1}'),
    speed: l10n.t('Speed: {0}×', '{0}'),
  };
  const attributes = Object.entries(words).map(([name, word]) => `data-${name}="${escapeHtml(word)}"`);
  const more = (id: string): string =>
    `<button id="${id}" type="button" class="tool codicon codicon-ellipsis" title="${text('More Tools')}" aria-label="${text('More Tools')}" aria-haspopup="menu" aria-expanded="false" tabindex="-1" hidden></button>`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(options.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(options.styleUri)}">
<title>${text('Recording')}</title>
</head>
<body data-vscode-context="${escapeHtml('{"preventDefaultContextMenuItems":true}')}" data-phase="open" ${attributes.join(' ')}>
<header id="bar">
<div id="toolbar" role="toolbar" aria-label="${text('View')}" aria-controls="screen">
${viewTools(l10n).map(toolButton).join('\n')}
${more('more')}
</div>
<div id="status" role="status" aria-live="polite"></div>
</header>
<div id="notice" role="status" hidden>
<span class="codicon codicon-warning" aria-hidden="true"></span>
<span id="notice-text"></span>
</div>
<main id="stage">
<div id="viewport"><canvas id="screen" role="img" tabindex="0" width="1" height="1"></canvas></div>
<section id="overlay" role="alert" aria-labelledby="overlay-heading" hidden>
<div id="overlay-card">
<span class="codicon codicon-warning" aria-hidden="true"></span>
<h1 id="overlay-heading"></h1>
<p id="overlay-message"></p>
<p id="overlay-detail"></p>
</div>
</section>
</main>
<footer id="player">
<div id="controls" role="toolbar" aria-label="${text('Playing')}" aria-controls="screen">
${playTools(l10n).map(toolButton).join('\n')}
${more('more-controls')}
</div>
<input id="seek" type="range" min="0" max="1" step="1" value="0" aria-label="${text('Time')}">
<span id="time" aria-hidden="true"></span>
</footer>
<script nonce="${nonce}" src="${escapeHtml(options.scriptUri)}"></script>
</body>
</html>
`;
}
