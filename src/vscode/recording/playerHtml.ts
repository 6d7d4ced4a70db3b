import { type PageFiles, escapeHtml, pageHtml } from '../screen/pageHtml.ts';
import { toolButton } from '../screen/screenHtml.ts';
import { playTools, viewTools } from './playerTools.ts';

/** The whole document that plays a recording: that of a remote screen without any connection. */
export function playerHtml(files: PageFiles): string {
  const { l10n } = files;
  const text = (message: string): string => escapeHtml(l10n.t(message));
  const attributes = {
    'data-phase': 'open',
    'data-actual-size': l10n.t('Actual Size'),
    'data-fit': l10n.t('Zoom to Fit'),
    'data-play': l10n.t('Play (Space)'),
    'data-pause': l10n.t('Pause (Space)'),
    'data-time-of': l10n.t('{0} of {1}', '{0}', '{1}'),
    'data-speed': l10n.t('Speed: {0}×', '{0}'),
  };
  const more = (id: string): string =>
    `<button id="${id}" type="button" class="tool codicon codicon-ellipsis" title="${text('More Tools')}" aria-label="${text('More Tools')}" aria-haspopup="menu" aria-expanded="false" tabindex="-1" hidden></button>`;
  const body = `<header id="bar">
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
</footer>`;
  return pageHtml(files, { title: l10n.t('Recording'), attributes, body, showsBlobs: true });
}
