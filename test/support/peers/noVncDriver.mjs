// Drives a server with noVNC's own code, outside of a browser: presses the mouse's buttons and orders power actions.
//
//     node noVncDriver.mjs PORT '[{"buttons": 8, "x": 3, "y": 4}, {"power": "shutdown"}, …]'
//
// Prints one line of JSON: {"power": whether the server has power actions, "extended": whether it takes the further
// buttons, "complaints": what noVNC put into its log, "ended": whether the connection has ended in the end}.
import { setTimeout as pause } from 'node:timers/promises';

const [, , port, stepsText] = process.argv;
const complaints = [];
// noVNC binds its log when it is loaded.
console.error = (text) => complaints.push(String(text));
const { mouse, nothing, openChannel } = await import('./noVncPage.mjs');
const { default: RFB } = await import('@novnc/novnc');

const rfb = new RFB(nothing(), openChannel(Number(port)));
let ended = false;
rfb.addEventListener('disconnect', () => (ended = true));

async function until(look) {
  for (let i = 0; i < 200 && !look(); i++) await pause(50);
}

const orders = {
  shutdown: () => rfb.machineShutdown(),
  reboot: () => rfb.machineReboot(),
  reset: () => rfb.machineReset(),
};
// There is no event that tells of the further buttons: the server has told when its first picture is there.
await until(() => rfb._extendedPointerEventSupported && rfb.capabilities.power);
for (const step of JSON.parse(stepsText)) {
  if (step.power !== undefined) orders[step.power]();
  else mouse(step.buttons === 0 ? 'mouseup' : 'mousedown', step);
}
// Whatever the server answers comes soon; it ends the connection itself when its machine goes off.
await pause(1000);
const result = {
  power: rfb.capabilities.power,
  extended: rfb._extendedPointerEventSupported,
  complaints,
  ended,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
