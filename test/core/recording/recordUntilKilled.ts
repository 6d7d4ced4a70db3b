// A program that a test kills: records a screen that changes ten times a second, and prints the time of the recording
// of each change. Its arguments are the file, and the time from which on nothing changes any more, if there is one.
import process from 'node:process';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { FakeSession } from './recordings.ts';

const [, , file = '', stillFrom = 'Infinity'] = process.argv;
const session = new FakeSession(320, 240);
const recording = await recordSession(session, { file });
let shown = 0;
setInterval(() => {
  if (recording.milliseconds >= Number(stillFrom)) {
    process.stdout.write(`${shown} ${recording.milliseconds}\n`);
    return;
  }
  shown += 1;
  session.fill({ x: (shown * 7) % 300, y: 20, width: 20, height: 40 }, (shown * 40_503) & 0xffffff);
  session.fill({ x: 0, y: 0, width: 10, height: 10 }, shown);
  process.stdout.write(`${shown} ${recording.milliseconds}\n`);
}, 100);
