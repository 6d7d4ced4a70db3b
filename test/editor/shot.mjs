// Takes pictures of the real editor with the extension from this folder (build it first):
//
//   node test/editor/shot.mjs [--out FILE.png] [--theme dark|light|contrast] [--folder DIR] [--settings JSON]
//                             [--version oldest|newest] [--untrusted] [--width N --height N --scale N] STEP …
//
// A STEP is the title of a command ("VNC: Open Demo Screen") or one of shot: (a picture now), answer:TEXT (the open
// quick pick or input box), key:Enter, type:TEXT, open:FILE (of the folder), frame:SELECTOR (waits for a webview),
// see:TEXT (waits for it), click:SELECTOR, pause:MILLISECONDS. A last picture is taken at the end.
import { loadTool } from '../tool.mjs';

await loadTool('test/editor/shot.ts');
