/** What `--help` prints. */
export const usage = `vncscript: drive remote screens over VNC by script

Usage:
  vncscript run FILE...|-|-e CODE  SERVER [--param NAME=VALUE]... [--out DIR] [--run-timeout SECONDS] [--quiet]
  vncscript check FILE...|- [--connections FILE] [--json]
  vncscript format FILE...|- [--check]
  vncscript screenshot URL OUT.png|.jpg|.bmp [--region X,Y,WIDTH,HEIGHT] [--quality 1-100]
  vncscript screenshot SERVER OUT.png
  vncscript --help | --version

SERVER is one of
  --url URL                              vnc://[user@]host[:port], host:display, ws://... or wss://...
  --connections FILE [--connection NAME] a list of connections, as in the setting vncAgentBridge.connections;
                                         scripts name one with \`use "NAME"\`
  --demo                                 a demo screen of its own

Options for every connection:
  --password-file FILE  the VNC password; else the environment variable VNC_PASSWORD
  --ca FILE             trust this CA, or exactly this server certificate (PEM), and nothing else
  --insecure            do not verify the server's certificate
  --timeout SECONDS     from dialling to the first picture (15)
  --log LEVEL           trace, debug, info, warn or error (warn), to standard error

Secrets come from the environment: VNC_PASSWORD, VNC_TICKET for \${ticket} of a URL, and
VNCSCRIPT_SECRET_<NAME> for \`secret name\` of a script and secret placeholders of a connection.

Exit codes: 0 passed, 1 a test failed, 2 script or usage, 3 authentication, 10 cannot connect (or lost before
the first picture), 11 connection lost, 30 a file could not be written, 40 a deadline passed, 130 interrupted.
`;
