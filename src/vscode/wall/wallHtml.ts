import { cardSizes } from '../../protocol/wallMessages.ts';
import type { Localizer } from '../screen/localizer.ts';
import { type PageFiles, escapeHtml, pageHtml } from '../screen/pageHtml.ts';

/** The whole document of the wall. Its pictures come as messages and are painted on canvases. */
export function wallHtml(files: PageFiles): string {
  const { l10n } = files;
  const text = (message: string): string => escapeHtml(l10n.t(message));
  const body = `<header>
<h1>${text('Wall of Sessions')}</h1>
<span id="summary" role="status" aria-live="polite"></span>
<div id="sizes" role="radiogroup" aria-label="${text('Size of the Pictures')}">
${sizeButtons(l10n)}
</div>
</header>
<main>
<section id="live" aria-label="${text('Sessions')}" hidden><ul id="live-cards"></ul></section>
<section id="quiet" aria-labelledby="quiet-heading" hidden>
<h2 id="quiet-heading">${text('Not connected')}</h2>
<ul id="quiet-cards"></ul>
</section>
<section id="empty" aria-labelledby="empty-heading" hidden>
<span class="codicon codicon-vm" aria-hidden="true"></span>
<h2 id="empty-heading">${text('No remote screens yet')}</h2>
<p>${text('Every session and every stored connection has its place here.')}</p>
<div id="empty-actions">
<button type="button" data-command="addConnection">${text('Add Connection…')}</button>
<button type="button" class="secondary" data-command="connectToAddress">${text('Connect to Address…')}</button>
<button type="button" class="secondary" data-command="openDemoScreen">${text('Open Demo Screen')}</button>
</div>
</section>
</main>`;
  return pageHtml(files, {
    title: l10n.t('Wall of Sessions'),
    attributes: { 'data-empty': 'unknown' },
    body,
  });
}

function sizeButtons(l10n: Localizer): string {
  const labels = {
    small: l10n.t('Small Pictures'),
    medium: l10n.t('Medium Pictures'),
    large: l10n.t('Large Pictures'),
  };
  return cardSizes
    .map((size) => {
      const label = escapeHtml(labels[size]);
      return `<button type="button" role="radio" data-size="${size}" aria-checked="false" title="${label}" aria-label="${label}" tabindex="-1"><span aria-hidden="true"></span></button>`;
    })
    .join('\n');
}
