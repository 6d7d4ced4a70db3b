/** What `--help` prints. */
export const usage = `vncscript: drive remote screens over VNC by script

Usage:
  vncscript run FILE...|-|-e CODE  SERVER [--param NAME=VALUE]... [--out DIR] [--run-timeout SECONDS] [--quiet]
  vncscript check FILE...|- [--connections FILE] [--json]
  vncscript format FILE...|- [--check]
  vncscript screenshot URL OUT.png|.jpg|.bmp [--region X,Y,WIDTH,HEIGHT] [--quality 1-100] [--cursor]
  vncscript screenshot SERVER OUT.png
  vncscript record URL|SERVER OUT.vncrec|.webm|.gif [--duration SECONDS] [RECORDING]... [--quiet]
  vncscript convert FILE.vncrec OUT.webm|.gif [--duration SECONDS] [RECORDING]... [--quiet]
  vncscript --help | --version

  --cursor draws the cursor into the screenshot, where the server tells how it looks and where it is. Some paint it
  into the picture themselves.

SERVER is one of
  --url URL                              vnc://[user@]host[:port], host:display, host::port, ws://..., wss://...,
                                         unix:/path/to/socket, http(s)://... of a console's page, or listen:5500 for
                                         a server that dials us
  --connections FILE [--connection NAME] a list of connections, as in the setting vncAgentBridge.connections;
                                         scripts name one with \`use "NAME"\`
  --demo                                 a demo screen of its own

RECORDING is what a recording or video may have
  --fps N               pictures of a video in a second, at most (10); a .vncrec recording has every change
  --quality 1-100       how good the pictures of a WebM video are (85)
  --max-width PIXELS    larger screens are shown smaller in a video (4096, of a GIF 1280)
  --max-size MEGABYTES  the size at which it ends (2147)
  Without --duration a recording ends with Ctrl+C, with the connection, or after four hours; its file is whole then,
  and should the program be killed, whole up to its last second. Keys and clipboards are never recorded.

Options for every connection:
  --password-file FILE  the VNC password; else the environment variable VNC_PASSWORD
  --timeout SECONDS     from dialling to the first picture (15; 600 for a server that dials us)
  --log LEVEL           trace, debug, info, warn or error (warn), to standard error
  --set FIELD=VALUE     any other field of a connection, such as quality=8, encoding=ZRLE, colorDepth=16,
                        keyboardLayout=de, repeaterId=1234, serverName=vm.lab or reconnect=true; may be repeated

On the way to the server:
  --proxy URL           http://[user@]host:port, https://... or socks5://...
  --proxy-command CMD   a program whose input and output are the connection: 'ssh -W \${host}:\${port} gateway'
  --tunnel CMD          a program that opens a local port: 'ssh -N -L \${localPort}:\${host}:\${port} gateway'
  --ticket-command CMD  a program that prints the ticket of a connection whose ticketSource is a command
                        (no shell reads these; quotes keep words together)

Trusting the server, and being trusted:
  --fingerprint SHA256  trust exactly this certificate or key, and nothing else; may be repeated
  --ca FILE             trust this CA, or exactly this server certificate (PEM), and nothing else
  --insecure            do not verify the server's certificate
  --known-servers FILE  servers that were trusted when a terminal asked (~/.config/vncscript/known_servers);
                        without a terminal a new server is refused, and its fingerprint told;
                        a line each (kind, host, port, fingerprint): delete one to be asked again
  --client-cert FILE --client-key FILE   certificate and key with which we prove who we are (PEM)
  --security LIST       the ways to log in that are allowed, the preferred first: X509Vnc,TLSVnc,VncAuth
  --allow-unencrypted   let user name and password go where others could read along

Secrets come from the environment: VNC_PASSWORD, VNC_TICKET for \${ticket} of a URL, VNC_PROXY_PASSWORD,
VNC_KEY_PASSPHRASE for the client key, and VNCSCRIPT_SECRET_<NAME> for \`secret name\` of a script and secret
placeholders of a connection.

Exit codes: 0 passed, 1 a test failed, 2 script or usage, 3 authentication, 10 cannot connect (or lost before
the first picture), 11 connection lost, 30 a file could not be written, 40 a deadline passed, 130 interrupted.
`;
