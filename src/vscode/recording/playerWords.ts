import type { RecordingPlayer } from '../../core/recording/recordingPlayer.ts';
import { elapsedText } from '../../protocol/clockText.ts';
import type { PlayerState } from '../../protocol/playerMessages.ts';
import type { Localizer } from '../screen/localizer.ts';
import type { WordedError } from '../screen/panelPhase.ts';

/** What is said of a recording that plays. */
export type PlayedRecording = Pick<
  RecordingPlayer,
  | 'header'
  | 'duration'
  | 'isComplete'
  | 'size'
  | 'time'
  | 'playing'
  | 'speed'
  | 'skipsIdle'
  | 'pointer'
  | 'connected'
>;

/** Everything that the page shows beside the pixels. @param damage why it does not go on. */
export function playerState(
  player: PlayedRecording,
  language: string,
  l10n: Localizer,
  damage?: WordedError,
): PlayerState {
  const { header, duration, isComplete, size, time, playing, speed, skipsIdle, pointer, connected } = player;
  const started = new Date(header.started);
  const when = Number.isNaN(started.getTime())
    ? ''
    : started.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  const extent = l10n.t('{0} × {1}', size.width, size.height);
  const cutOff = isComplete
    ? undefined
    : l10n.t('The recording was cut off. It plays as far as it was saved, until {0}.', elapsedText(duration));
  return {
    ...{ time: Math.round(time), duration: Math.round(duration), playing, speed, skipsIdle, pointer },
    status: [
      header.name,
      ...(when === '' ? [] : [when]),
      extent,
      ...(connected ? [] : [l10n.t('connection lost')]),
    ].join(' · '),
    label: l10n.t('Recording of {0}, {1}', header.name, extent),
    notice:
      damage === undefined
        ? cutOff
        : l10n.t(
            'It does not go on from {0}. {1} {2}',
            elapsedText(time),
            damage.message,
            damage.detail ?? '',
          ),
  };
}

/** What the page shows of a file that cannot be played. */
export function failedState(error: WordedError, l10n: Localizer): PlayerState {
  return {
    ...{ time: 0, duration: 0, playing: false, speed: 1, skipsIdle: false, status: '' },
    label: l10n.t('Recording'),
    failure: {
      heading: l10n.t('This recording cannot be played'),
      message: error.message,
      detail: error.detail ?? '',
    },
  };
}

/** What the page shows when it can read nothing of the picture that it is sent. */
export function unreadableState(l10n: Localizer): PlayerState {
  return failedState(
    {
      message: l10n.t('This tab could not read the picture, several times in a row.'),
      detail: l10n.t('Close it and open the recording again.'),
    },
    l10n,
  );
}
