import { usage } from './usage.ts';

/** The page about the command line in Markdown. */
export function commandLinePage(): string {
  return `# The command line

\`vncscript\` runs the same scripts as the editor, without one: in continuous integration, from cron, by hand.
This page is made from the program's own help by \`npm run docs\`.

\`\`\`text
${usage.trimEnd()}
\`\`\`

Results go to standard output: what \`log\` says, the paths of the files that were written, a line for each test,
the findings of \`check\`. Progress, warnings and failures go to standard error. Findings have the form
\`file:line:column: severity CODE message\`; a failure of a run shows the place, the line and what was seen. Known
secrets are blotted out in both, and control characters, which terminals would obey, are replaced.

## A list of connections

\`--connections\` takes the value of the setting \`vncAgentBridge.connections\`, alone, under \`connections\`, or in a
whole settings file; comments are allowed. Its schema is \`src/core/profile/connections.schema.json\`.

\`\`\`json
{
  "connections": [
    { "name": "kiosk", "host": "kiosk.lab", "port": 5901 },
    {
      "name": "vm-101",
      "url": "wss://\${host}:\${port}/api2/json/nodes/\${node}/qemu/\${vmid}/vncwebsocket?port=5900&vncticket=\${ticket}",
      "host": "pve.lab",
      "port": 8006,
      "variables": { "node": "pve", "vmid": "101" },
      "secretVariables": ["apiToken"],
      "headers": { "Authorization": "PVEAPIToken=\${apiToken}" },
      "certificate": "pve-root-ca.pem"
    }
  ]
}
\`\`\`

\`\`\`sh
VNC_PASSWORD=… VNC_TICKET=… VNCSCRIPT_SECRET_APITOKEN=… \\
  vncscript run smoke.vncscript --connections lab.json --connection vm-101 --out pictures
\`\`\`
`;
}
