/** What the host says to the page of a remote screen about its recording. The tool is one of `toolMessages.ts`. */
import { isRecord, isText, maxText } from './checks.ts';

/** Messages to the page. */
export type RecordToPage =
  /** The session is being recorded, for so long and so much; without figures it is not. `label` says it whole. */
  { readonly type: 'recording'; readonly figures?: string | undefined; readonly label?: string | undefined };

/** Whether `value` is a message about recording to the page. */
export function isRecordToPage(value: unknown): value is RecordToPage {
  return (
    isRecord(value) &&
    value['type'] === 'recording' &&
    ['figures', 'label'].every((name) => value[name] === undefined || isText(value[name], maxText))
  );
}
