// A program that a test kills: records a screen that changes ten times a second, and prints the time of the recording
// of each change. Its argument is the file.
import process from 'node:process';
import { recordSession } from '../../../src/core/recording/recordSession.ts';
import { FakeSession } from './recordings.ts';

const [, , file = ''] = process.argv;
const session = new FakeSession(320, 240);
const recording = await recordSession(session, { file });
let shown = 0;
setInterval(() => {
  shown += 1;
  session.fill({ x: (shown * 7) % 300, y: 20, width: 20, height: 40 }, (shown * 40_503) & 0xffffff);
  session.fill({ x: 0, y: 0, width: 10, height: 10 }, shown);
  process.stdout.write(`${shown} ${recording.milliseconds}\n`);
}, 100);
